"""The real stacks of each line."""

from collections.abc import Sequence

from packaging.specifiers import SpecifierSet

from new_provider.cells import CELLS, Cell
from new_provider.lines import LINES
from stacks import environments


def stacks_for(cell: Cell) -> list[str]:
    """Return the locks that a cell is to be proven on: the newest, and the oldest of a starter.

    The newest of its line, too, if what it is for goes on after that.
    """
    admitted = _locks(cell.line.distribution, cell.releases)
    line = _locks(cell.line.distribution, cell.line.releases)
    of_line = [lock for lock in admitted if lock in line]
    oldest = admitted[:1] if cell.starter else []
    return list(dict.fromkeys([*admitted[-1:], *of_line[-1:], *oldest]))


def _locks(distribution: str, releases: str) -> list[str]:
    """Return the locks of the releases that a specifier admits, the oldest first."""
    named = f"{distribution}-"
    return [
        lock
        for lock in environments.lines()
        if lock.startswith(named) and lock.removeprefix(named) in SpecifierSet(releases)
    ]


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
