"""What can be written: which API, of which kind, for which line."""

from dataclasses import dataclass

from new_provider.facts import facts
from new_provider.lines import LINES, Line, admits, follows

SKELETON = "skeleton"


class NoCellError(Exception):
    """There is no template for what is asked; the text names what there is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that can be written."""

    api: str
    kind: str
    """`remote`: calls a service; `inline`: does the work inside the stack."""
    line: Line
    releases: str
    """The releases that would load and serve it, as a specifier."""
    starter: bool
    """Whether it works from the first minute; else it says "not implemented" of each method."""

    @property
    def requirement(self) -> str:
        """The releases as a requirement: `llama-stack>=0.6,<0.7`."""
        return self.line.distribution + self.releases

    @property
    def command(self) -> str:
        """What starts a server of these releases: that of the line may have come after them."""
        end = self.releases.rpartition(",")[2]
        until: dict[str, str] = facts()["_lines"][self.line.name]["command_until"]
        return until.get(end, self.line.command)


_LINES = {line.name: line for line in LINES}

CELLS = tuple(
    Cell(api, kind, _LINES[line], cell["releases"], not cell["starter"].startswith(SKELETON))
    for api, of_lines in facts()["_cells"].items()
    for line, of_kinds in of_lines.items()
    for kind, cell in of_kinds.items()
)
APIS = tuple(dict.fromkeys(cell.api for cell in CELLS))
KINDS = ("remote", "inline")


def lines_of(api: str) -> tuple[Line, ...]:
    """Return the lines that have an API, the one that is meant by default first."""
    return tuple(dict.fromkeys(cell.line for cell in CELLS if cell.api == api))


def cell_of(api: str, kind: str, line: Line) -> Cell:
    """Return the cell for an API, a kind and a line.

    Raises:
        NoCellError: If there is none.
    """
    for cell in CELLS:
        if (cell.api, cell.kind, cell.line) == (api, kind, line):
            return cell
    others = [cell for cell in CELLS if cell.api == api]
    nearest = min(others, key=lambda cell: (_distance(cell.line, line), cell.kind != kind))
    raise NoCellError(
        f"{line.requirement} can load no provider of {api}; the nearest that can is "
        f"{nearest.line.requirement}; --list-apis shows all"
    )


def admitted(cell: Cell, target: str) -> Cell:
    """Return the cell, or one of another line that reaches to what the target admits.

    Args:
        cell: Of the line that the target means.
        target: A line's name, or a requirement.

    Raises:
        NoCellError: If the target admits no release of any; the text lacks its subject, the target.
    """
    which = (cell.api, cell.kind, cell.line.distribution)
    ours = [it for it in CELLS if (it.api, it.kind, it.line.distribution) == which]
    for one in (cell, *ours):
        if admits(target, one.releases):
            return one
    # The first after what is asked for, as among the lines.
    after = [one for one in ours if follows(target, one.releases)]
    nearest = after[-1] if after else cell
    raise NoCellError(
        f"has no template for {cell.kind} {cell.api}; the nearest is '{nearest.requirement}'"
    )


def _distance(one: Line, other: Line) -> int:
    return abs(LINES.index(one) - LINES.index(other))
