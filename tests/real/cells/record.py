"""docs/coverage.json: the proofs of cells, each with what the package was that was proven.

A proof of a package that is written otherwise today is none.
"""

import json
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from new_provider.answers import settle
from new_provider.cells import CELLS, Cell
from new_provider.render import render
from tests.real.cells.lines import cell_named, name_of
from tests.real.cells.prove import Proof, digest

PATH = Path(__file__).parents[3] / "docs" / "coverage.json"
NAMES = {name_of(cell) for cell in CELLS}


def proofs() -> list[Proof]:
    """Give the kept proofs of what is written today, of all cells there are."""
    entries = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else []
    found = [_proof(entry) for entry in entries if entry["cell"] in NAMES]
    return [proof for proof in found if proof.package == written_today(proof.cell)]


def keep(proven: Iterable[Proof]) -> None:
    """Keep proofs, one a line, in the order of the cells."""
    order = [*CELLS]
    ordered = sorted(proven, key=lambda it: (order.index(it.cell), it.stack))
    lines = ",\n".join(json.dumps(_entry(proof)) for proof in ordered)
    PATH.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


@cache
def written_today(cell: Cell) -> str:
    """Tell the package that is written for a cell today, as proofs are made of it."""
    asked = {"name": "acme", "api": cell.api, "kind": cell.kind, "target": cell.line.name}
    with tempfile.TemporaryDirectory() as folder:
        render(settle(asked, None), Path(folder, "written"))
        return digest(Path(folder, "written"))


def _entry(proof: Proof) -> dict[str, object]:
    return {
        "cell": name_of(proof.cell),
        "stack": proof.stack,
        "package": proof.package,
        "failed": proof.failed,
        "served": proof.served,
        "methods": proof.methods,
    }


def _proof(entry: dict[str, Any]) -> Proof:
    return Proof(
        cell_named(entry["cell"]),
        entry["stack"],
        entry["package"],
        entry["failed"],
        served=tuple(entry["served"]),
        methods=entry["methods"],
    )
