"""`python -m template_maker.skeletons`: writes the skeletons of the template anew.

There is one for each API of each line that has no starter; it is made of the contract alone.
"""

import argparse
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from template_maker.cells import KINDS
from template_maker.errors import CannotMakeError
from template_maker.facts import facts
from template_maker.formatting import template_of
from template_maker.holding import holding, specifier
from template_maker.lines import LINES, Cell, cells
from template_maker.reading import Reading
from template_maker.release import Wheels
from template_maker.text import text_of
from validate_provider.contract import Contract, load
from validate_provider.contract.extract.command import default_cache
from validate_provider.contract.extract.wheels import WheelError
from validate_provider.record import Record

FOLDER = Path(__file__).parents[1] / "templates" / "provider" / "templates" / "skeleton"
TABLE = "releases.json"


class Made(Record):
    """One skeleton, and what its package must know."""

    text: str
    releases: str
    """A specifier: those that it is right for."""
    packages: tuple[str, ...]
    """What it imports besides the stack and the standard library."""


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code: 0 written, 2 wrong usage, 3 could not write."""
    options = _parser().parse_args(argv)
    contract = load()
    wheels = Wheels(options.wheels)
    try:
        made = {cell: make(cell, contract, wheels) for cell in lacking(contract)}
    except WheelError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    except (CannotMakeError, SyntaxError) as error:
        print(f"error: this program must learn to read: {error}", file=sys.stderr)
        return 3
    for cell, skeleton in made.items():
        path = options.out / path_of(cell)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(skeleton.text, encoding="utf-8")
    (options.out / TABLE).write_text(table_of(made), encoding="utf-8")
    remove_others(options.out, made)
    return 0


def remove_others(folder: Path, kept: Collection[Cell]) -> None:
    """Remove the skeletons of what is no cell any more, or has got its starter."""
    names = {path_of(cell) for cell in kept}
    for line in LINES:
        for path in folder.glob(f"*/{line.name}.py"):
            if path.relative_to(folder) not in names:
                path.unlink()


def lacking(contract: Contract) -> list[Cell]:
    """Return the cells that have no starter, of one kind at least."""
    written = {
        (starter["api"], starter["kind"], line)
        for starter in facts()["starters"].values()
        for line in starter["lines"]
    }
    return [
        cell
        for cell in cells(contract)
        if any((cell.api, kind, cell.line.name) not in written for kind in KINDS)
    ]


def path_of(cell: Cell) -> Path:
    """Return where the skeleton of a cell is kept, below the folder of all."""
    return Path(cell.api, f"{cell.line.name}.py")


def make(cell: Cell, contract: Contract, wheels: Wheels) -> Made:
    """Return the skeleton of one cell.

    Raises:
        WheelError: A wheel can't be had.
        CannotMakeError: The stack says something in a way that isn't known yet.
        SyntaxError: This Python is older than the stack's syntax.
    """
    parts = Reading(cell, contract, wheels.sources(cell.newest)).parts()
    imported = {module.partition(".")[0] for module, _ in parts.imports}
    others = (name for name in imported if name not in sys.stdlib_module_names)
    return Made(
        text=template_of(partial(text_of, cell, parts)),
        releases=specifier(cell, holding(cell, parts, contract), contract),
        packages=tuple(sorted(name for name in others if not contract.is_stack(name))),
    )


def table_of(made: Mapping[Cell, Made]) -> str:
    """Return the text of the table: API -> line -> what its package must know."""
    table: dict[str, dict[str, object]] = {}
    for cell, skeleton in made.items():
        known = {"releases": skeleton.releases, "packages": skeleton.packages}
        table.setdefault(cell.api, {})[cell.line.name] = known
    return json.dumps(table, indent=2, sort_keys=True) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m template_maker.skeletons",
        description="Write the template's skeletons from the published wheels.",
    )
    parser.add_argument(
        "--wheels", type=Path, default=default_cache(), help="where wheels are kept"
    )
    parser.add_argument("--out", type=Path, default=FOLDER, help="where to write")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
