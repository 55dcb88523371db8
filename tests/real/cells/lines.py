"""The real stacks of each line."""

from collections.abc import Sequence

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


def name_of(cell: Cell) -> str:
    """Name a cell, as the command line does: `api,kind,line`."""
    return f"{cell.api},{cell.kind},{cell.line.name}"


def cell_named(text: str) -> Cell:
    """Return the cell that `api,kind,line` names.

    Raises:
        LookupError: If there is none.
    """
    for cell in CELLS:
        if text == name_of(cell):
            return cell
    known = ", ".join(line.name for line in LINES)
    raise LookupError(f"there is no cell {text!r}; say api,kind,line with a line of {known}")


def few(cells: Sequence[Cell]) -> list[Cell]:
    """Return a few cells that have every API and every line among them.

    Each API is there once, and starters before skeletons, as long as there is a line that no
    other has been taken for.
    """
    taken: list[Cell] = []
    for api in dict.fromkeys(cell.api for cell in cells):
        lines = {cell.line for cell in taken}
        kinds = [cell.kind for cell in taken]
        of_api = [cell for cell in cells if cell.api == api]
        taken.append(
            min(
                of_api,
                key=lambda cell: (cell.line in lines, not cell.starter, kinds.count(cell.kind)),
            )
        )
    for line in dict.fromkeys(cell.line for cell in cells):
        if line not in {cell.line for cell in taken}:
            taken.append(next(cell for cell in cells if cell.line == line))
    return taken
