"""What can be written: which API, of which kind, for which line. The one table of it."""

from dataclasses import dataclass
from itertools import product

from new_provider.lines import LINES, Line


class NoCellError(Exception):
    """There is no template for what is asked; the text names what there is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that can be written."""

    api: str
    kind: str
    """`remote`: calls a service; `inline`: does the work inside the stack."""
    line: Line


_APIS = (("inference", "remote"), ("files", "inline"))

CELLS = tuple(Cell(api, kind, line) for (api, kind), line in product(_APIS, LINES))
APIS = tuple(dict.fromkeys(cell.api for cell in CELLS))
KINDS = tuple(dict.fromkeys(cell.kind for cell in CELLS))


def kinds_of(api: str) -> tuple[str, ...]:
    """Return the kinds that a provider of `api` can be of."""
    return tuple(dict.fromkeys(cell.kind for cell in CELLS if cell.api == api))


def cell_of(api: str, kind: str, line: Line) -> Cell:
    """Return the cell for an API, a kind and a line.

    Raises:
        NoCellError: If there is none.
    """
    for cell in CELLS:
        if (cell.api, cell.kind, cell.line) == (api, kind, line):
            return cell
    others = [cell for cell in CELLS if cell.api == api]
    nearest = min(others, key=lambda cell: (cell.line != line) + (cell.kind != kind))
    raise NoCellError(
        f"there is no template for {api} ({kind}) on {line.requirement}; the nearest is "
        f"{nearest.api} ({nearest.kind}) on {nearest.line.requirement}; --list-apis shows all"
    )
