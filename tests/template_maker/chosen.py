"""What of the skeletons a run looks at: some, or with `SKELETONS_ALL=1` all."""

import os

from stacks.environments import lines
from template_maker.lines import LINES

ALL = bool(os.environ.get("SKELETONS_ALL"))
LOCKS = tuple(lines()) if ALL else ("llama-stack-0.2.12", "llama-stack-0.7.3", "ogx-1.5.0")
"""The real stacks."""
_ALL_LINES = tuple(line.name for line in LINES)
LINE_NAMES = _ALL_LINES if ALL else ("llama-stack-0.2.16", "llama-stack-0.5", "ogx-0.8")
"""The lines whose skeletons are made again."""
