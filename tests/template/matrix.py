"""Answers for the template, so few that all can be written, and yet each beside each other one."""

from collections.abc import Iterator
from itertools import combinations

from new_provider.cells import CELLS, Cell
from new_provider.facts import facts
from new_provider.questions import CONTAINER, FOUND_BY

QUOTES = "He said \"hi\": {x} 'q' <b>&amp; \\n # \"\"\" '''"
ODD = "é 😀 %} ${env.X} }} - [y]: | >- & * ! % @ ` \\"
FREE = {
    "name": ("a", "a2-" + "b" * 27),
    "description": (QUOTES, ODD + "x" * (200 - len(ODD))),
    "author": ("", "Zoë " + QUOTES + "\\" * (96 - len(QUOTES))),
    "found_by": FOUND_BY,
    "container": CONTAINER,
}
"""What may be answered whatever the API, but for `found_by`."""
OF_CELLS = ("api", "kind", "target")

Row = dict[str, str]
Pair = frozenset[tuple[str, str]]


def one_of_each() -> list[Cell]:
    """Return one cell of each starter, and of each line a skeleton."""
    cells: dict[object, Cell] = {}
    for cell in CELLS:
        starter = facts()["_cells"][cell.api][cell.line.name][cell.kind]["starter"]
        cells.setdefault((starter, "" if cell.starter else cell.line), cell)
    return list(cells.values())


def pairs_of(row: Row) -> set[Pair]:
    """Return the pairs of answers in a row.

    Not those of an API, a kind and a line with one another: which text belongs to these is one
    fact, read alike for all, and each text is there once.
    """
    return {
        frozenset([one, other])
        for one, other in combinations(row.items(), 2)
        if not {one[0], other[0]} <= {*OF_CELLS}
    }


def wanted() -> set[Pair]:
    """Return all pairs of answers that can be given together."""
    return {pair for cell in CELLS for row in _all_of(cell) for pair in pairs_of(row)}


def rows() -> list[Row]:
    """Return answers that have each cell of `one_of_each`, and each wanted pair."""
    left = wanted()
    chosen: list[Row] = []
    for cell in one_of_each():
        _choose(cell, left, chosen)
    while left:
        pair = dict(min(left, key=sorted))
        _choose(next(cell for cell in CELLS if _may_have(cell, pair)), left, chosen)
    return chosen


def _may_have(cell: Cell, pair: dict[str, str]) -> bool:
    return any(pair.items() <= row.items() for row in _all_of(cell))


def _choose(cell: Cell, left: set[Pair], chosen: list[Row]) -> None:
    """Take the row of a cell that has the most of the pairs that are left."""
    best = max(_all_of(cell), key=lambda row: len(pairs_of(row) & left))
    left -= pairs_of(best)
    chosen.append(best)


def _row(cell: Cell) -> Row:
    return {"api": cell.api, "kind": cell.kind, "target": cell.line.name}


def _all_of(cell: Cell) -> Iterator[Row]:
    whole = [_row(cell)]
    for question, answers in FREE.items():
        whole = [row | {question: answer} for row in whole for answer in answers]
    for row in whole:
        if row["found_by"] == "directory" or not cell.line.directory_only:
            yield row
