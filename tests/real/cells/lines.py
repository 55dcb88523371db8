"""The real stacks of each line."""

from packaging.specifiers import SpecifierSet

from new_provider.cells import CELLS, Cell
from new_provider.lines import LINES, Line
from stacks import environments


def stacks_of(line: Line) -> list[str]:
    """Return the locks of a line's releases, the oldest first."""
    named = f"{line.distribution}-"
    return [
        lock
        for lock in environments.lines()
        if lock.startswith(named) and lock.removeprefix(named) in SpecifierSet(line.releases)
    ]


def stacks_for(cell: Cell) -> list[str]:
    """Return the locks that a cell is to be proven on: the newest, and the oldest of a starter."""
    admitted = [
        lock
        for lock in stacks_of(cell.line)
        if lock.removeprefix(f"{cell.line.distribution}-") in SpecifierSet(cell.releases)
    ]
    return list(dict.fromkeys([*admitted[-1:], *(admitted[:1] if cell.starter else [])]))


def cell_named(text: str) -> Cell:
    """Return the cell that `api,kind,line` names.

    Raises:
        LookupError: If there is none.
    """
    for cell in CELLS:
        if text == f"{cell.api},{cell.kind},{cell.line.name}":
            return cell
    known = ", ".join(line.name for line in LINES)
    raise LookupError(f"there is no cell {text!r}; say api,kind,line with a line of {known}")
