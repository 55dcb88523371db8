"""Whether a later Python could parse what the one that runs us can't.

The stack's own Python is 3.12 or later (llama-stack 0.2.13 on), ours may be 3.11. What 3.12 added
can be told by how it looks: nested quotes in f-strings, `type X = ...`, and parameters in brackets
after the name of a function or class.
"""

import re
import sys

_HAS_IT_ALL = sys.version_info >= (3, 12)
_QUOTED = r"(?<![\w\"'])(?:[fF][rR]?|[rR][fF])"
_LATER = rf"{_QUOTED}[\"']|^\s*type\s+\w|\b(?:def|class)\s+\w+\s*\["
_LONG_STRING = rf"{_QUOTED}(?:'''|\"\"\")"
_ABOUT_STRINGS = r"f-string|unterminated"


def later_could(error: SyntaxError, lines: list[str]) -> bool:
    """Whether a later Python could parse a file that this one refuses.

    Args:
        error: What this Python says.
        lines: The file.

    Returns:
        True where it can't be ruled out.
    """
    if _HAS_IT_ALL or isinstance(error, IndentationError):
        return False
    if re.search(_ABOUT_STRINGS, error.msg or ""):
        return True
    number = error.lineno or 1
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    # A long f-string that ends elsewhere for a later Python shifts everything after it.
    before = "\n".join(lines[:number])
    return bool(re.search(_LATER, line) or re.search(_LONG_STRING, before))
