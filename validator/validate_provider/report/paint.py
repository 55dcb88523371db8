"""Colour for terminals, and only for them."""

import os
from typing import TextIO

_CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "": ""}


class Paint:
    """Colours text, or leaves it alone."""

    def __init__(self, *, colours: bool) -> None:
        """Colour if `colours`."""
        self.colours = colours

    def __call__(self, text: str, colour: str = "", *, bold: bool = False) -> str:
        """The text in a colour: red, green, yellow, cyan, or the terminal's own."""
        codes = ";".join(code for code in ("1" if bold else "", _CODES[colour]) if code)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colours and codes and text else text


def paint_for(stream: TextIO) -> Paint:
    """Colours for a terminal; `NO_COLOR` and `FORCE_COLOR` decide before that."""
    if os.environ.get("NO_COLOR"):
        return Paint(colours=False)
    if os.environ.get("FORCE_COLOR"):
        return Paint(colours=True)
    return Paint(colours=stream.isatty() and os.environ.get("TERM") != "dumb")
