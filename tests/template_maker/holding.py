"""For which releases a skeleton is said to be right, as the generator reads it."""

import json
from functools import cache
from typing import Any

from packaging.specifiers import SpecifierSet

from template_maker.lines import Cell
from template_maker.skeletons import FOLDER, TABLE
from validate_provider.contract import Contract


@cache
def table() -> dict[str, dict[str, dict[str, Any]]]:
    """The table as it is kept."""
    found: dict[str, dict[str, dict[str, Any]]] = json.loads(
        (FOLDER / TABLE).read_text(encoding="utf-8")
    )
    return found


def holds(cell: Cell, contract: Contract) -> int:
    """Return the releases that the table names for a cell, of those that are providable."""
    wanted = SpecifierSet(table()[cell.api][cell.line.name]["releases"])
    return sum(
        bit
        for bit, release in contract.timeline.members(cell.releases)
        if release.version in wanted
    )
