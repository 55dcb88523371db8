"""docs/coverage.md: what was proven of each cell, and on which releases."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.version import Version

from new_provider.cells import APIS, CELLS, KINDS, Cell
from new_provider.lines import LINES
from tests.real.cells.prove import Proof

PATH = Path(__file__).parents[3] / "docs" / "coverage.md"
HEAD = """# Coverage

Made by `make cells`, which writes the package of every cell and puts it to this, on the newest
release that it is for of those locked here (on the newest of its line, too, if it is for later
ones), and a starter on the oldest: `validate-provider` finds nothing; `ruff check`, `ruff format
--check` and `mypy --strict` are clean; its own tests pass, but for those of the kit's suite that
ask a server the same as `--serve` does here; its wheel holds its modules; the real stack loads it,
starts with it, and no method answers a request wrongly; and a starter serves three quarters of its
methods at least.

A **starter** works from the first minute: "5 of 6" says that five of the protocol's six methods
answer. A **skeleton** says "not implemented" of each method until its author writes it. A package
that is written otherwise today than when it was proven is `unproven`.
"""


def write(proofs: Iterable[Proof]) -> None:
    """Write the page anew."""
    PATH.write_text(page(proofs), encoding="utf-8")


def page(proofs: Iterable[Proof]) -> str:
    """Give the tables of all cells; what was not asked is `unproven`."""
    found: dict[Cell, list[Proof]] = {cell: [] for cell in CELLS}
    for proof in proofs:
        found[proof.cell].append(proof)
    parts = [HEAD]
    parts += [f"\n## {kind}\n\n" + "\n".join(_rows(kind, found)) + "\n" for kind in KINDS]
    return "".join(parts)


def _rows(kind: str, found: dict[Cell, list[Proof]]) -> Iterator[str]:
    cells = {(cell.api, cell.line): cell for cell in CELLS if cell.kind == kind}
    yield "| API | " + " | ".join(line.name for line in LINES) + " |"
    yield "|---" * (len(LINES) + 1) + "|"
    for api in APIS:
        of_lines = [cells.get((api, line)) for line in LINES]
        told = [_told(cell, found[cell]) if cell else "" for cell in of_lines]
        yield f"| {api} | " + " | ".join(told) + " |"


def _told(cell: Cell, proofs: list[Proof]) -> str:
    what = "starter" if cell.starter else "skeleton"
    if not proofs:
        return f"{what}: unproven"
    if failed := [proof for proof in proofs if proof.failed]:
        return f"{what}: {failed[0].failed} fails on {_release(failed[0])}"
    releases = ", ".join(sorted(map(_release, proofs), key=Version))
    if not cell.starter:
        return f"skeleton: {releases}"
    newest = max(proofs, key=lambda it: Version(_release(it)))
    return f"starter: {len(newest.served)} of {newest.methods}, {releases}"


def _release(proof: Proof) -> str:
    return proof.stack.rpartition("-")[2]
