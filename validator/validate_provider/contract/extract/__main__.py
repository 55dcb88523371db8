"""`python -m validate_provider.contract.extract`."""

import sys

from validate_provider.contract.extract.command import main

raise SystemExit(main(sys.argv[1:]))
