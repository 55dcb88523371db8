"""Putting YAML texts together that the template has written, line by line: comments stay.

Mappings and lists are told apart by how their lines are indented; what a list's items hold is left
as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Entry:
    """A key of a mapping, with the lines that say its value."""

    line: str
    """The key's own line; what is not a mapping or a list stands here as a whole."""
    comments: list[str] = field(default_factory=list)
    """The lines before it that are comments."""
    keys: "dict[str, Entry]" = field(default_factory=dict)
    items: list[list[str]] = field(default_factory=list)
    """Of a list: the lines of each item, with the comments before it."""


def read(lines: Sequence[str]) -> dict[str, Entry]:
    """Read a mapping; all its keys are indented as the first is."""
    entries: dict[str, Entry] = {}
    comments: list[str] = []
    depth = min(_depth(line) for line in lines) if lines else 0
    below: list[str] = []
    entry: Entry | None = None
    for line in lines:
        own = _depth(line) == depth and not line.lstrip().startswith("- ")
        if own and line.lstrip().startswith("#"):
            comments.append(line)
        elif own:
            _fill(entry, below)
            below = []
            entry = Entry(line, comments)
            comments = []
            entries[line.strip().partition(":")[0]] = entry
        else:
            below.append(line)
    _fill(entry, below)
    return entries


def join(one: dict[str, Entry], other: dict[str, Entry]) -> None:
    """Put what is in `other` into `one`, which goes before it where they differ.

    Items of lists are the same if their first lines are: `- provider_id: models`.
    """
    for key, entry in other.items():
        if key not in one:
            one[key] = entry
            continue
        join(one[key].keys, entry.keys)
        known = {_name(item) for item in one[key].items}
        one[key].items += [item for item in entry.items if _name(item) not in known]


def text_of(entries: dict[str, Entry]) -> str:
    """Write a mapping."""
    return "".join(f"{line}\n" for line in _lines(entries))


def _lines(entries: dict[str, Entry]) -> list[str]:
    lines: list[str] = []
    for entry in entries.values():
        lines += [*entry.comments, entry.line, *_lines(entry.keys)]
        for item in entry.items:
            lines += item
    return lines


def _name(item: list[str]) -> str:
    return next(line for line in item if not line.lstrip().startswith("#"))


def _fill(entry: Entry | None, below: list[str]) -> None:
    """Give a key the lines below it."""
    if entry is None or not below:
        return
    first = next(line for line in below if not line.lstrip().startswith("#"))
    if not first.lstrip().startswith("- "):
        entry.keys = read(below)
        return
    depth = _depth(first)
    begun = False
    for line in below:
        begins = _depth(line) == depth and line.lstrip()[0] in "-#"
        if begins and not (begun and entry.items[-1][-1].lstrip().startswith("#")):
            entry.items.append([])
        entry.items[-1].append(line)
        begun = True


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
