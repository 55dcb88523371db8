"""`python -m new_provider`."""

import sys

from new_provider.cli import main

if __name__ == "__main__":
    sys.exit(main())
