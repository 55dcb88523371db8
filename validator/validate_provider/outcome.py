"""How a call of the command ends, and how it says why."""

import sys

from validate_provider.options import PROGRAM

CLEAN, FINDINGS, USAGE, COULD_NOT_CHECK, INTERRUPTED = 0, 1, 2, 3, 130
"""The exit codes."""


class CouldNotCheckError(Exception):
    """There is nothing to check, or nothing to check it with; the text says why."""


def tell(what: object) -> None:
    """Tell a person what can't be done, or couldn't."""
    print(f"{PROGRAM}: {what}", file=sys.stderr)
