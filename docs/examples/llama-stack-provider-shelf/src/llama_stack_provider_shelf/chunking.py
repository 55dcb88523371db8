"""Texts of files, cut into pieces that a search can find. Knows nothing of the stack."""

import re
from dataclasses import dataclass

# A word with the space before it, or so many letters of a longer one.
_TOKEN = re.compile(r"\s*\S{1,16}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text."""

    text: str
    first: int
    """The number of its first token in the text."""
    tokens: int


def text_of(content: bytes) -> str:
    """Return the text of a file.

    Raises:
        ValueError: It is not text in UTF-8, or nothing but space.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("the file is not text in UTF-8") from None
    if not text.strip():
        raise ValueError("there is no text in the file")
    return text


def split(text: str, size: int, overlap: int) -> list[Piece]:
    """Cut a text into pieces of at most `size` tokens, which share `overlap` with the piece before.

    Raises:
        ValueError: The overlap is not from 0 to less than the size.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"pieces of {size} tokens cannot overlap by {overlap}")
    tokens = _TOKEN.findall(text)
    pieces = []
    for first in range(0, max(len(tokens) - overlap, 1), size - overlap):
        taken = tokens[first : first + size]
        pieces.append(Piece("".join(taken), first, len(taken)))
    return pieces
