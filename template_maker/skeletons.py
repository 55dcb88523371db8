"""`python -m template_maker.skeletons`: writes the skeletons of the template anew."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from template_maker.formatting import template_of
from template_maker.lines import Cell, cells
from template_maker.places import NoPlaceError
from template_maker.reading import Reading, UnreadableCellError
from template_maker.release import Wheels
from template_maker.text import text_of
from validate_provider.contract import Contract, load
from validate_provider.contract.extract.command import default_cache
from validate_provider.contract.extract.wheels import WheelError

FOLDER = Path(__file__).parents[1] / "templates" / "provider" / "templates" / "skeleton"


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code: 0 written, 2 wrong usage, 3 could not write."""
    options = _parser().parse_args(argv)
    contract = load()
    wanted = [
        cell for cell in cells(contract) if not options.line or cell.line.name in options.line
    ]
    try:
        with tempfile.TemporaryDirectory() as made:  # nothing is touched unless all went well
            wheels = Wheels(options.wheels)
            for cell in wanted:
                path = Path(made, cell.api, f"{cell.line.name}.py")
                path.parent.mkdir(exist_ok=True)
                path.write_text(skeleton(cell, contract, wheels), encoding="utf-8")
            shutil.copytree(made, options.out, dirs_exist_ok=True)
    except WheelError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    except (NoPlaceError, UnreadableCellError, SyntaxError) as error:
        print(f"error: this program must learn to read: {error}", file=sys.stderr)
        return 3
    return 0


def skeleton(cell: Cell, contract: Contract, wheels: Wheels) -> str:
    """Return the template of one cell's main module.

    Raises:
        WheelError: A wheel can't be had.
        NoPlaceError: A name in a signature can't be imported.
        UnreadableCellError: The stack writes a method in a way that isn't known yet.
        SyntaxError: This Python is older than the stack's syntax.
    """
    parts = Reading(cell, contract, wheels.sources(cell.newest)).parts()
    return template_of(partial(text_of, cell, parts))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m template_maker.skeletons",
        description="Write the template's skeletons from the published wheels.",
    )
    parser.add_argument("line", nargs="*", help="like llama-stack-0.7; all if none is given")
    parser.add_argument(
        "--wheels", type=Path, default=default_cache(), help="where wheels are kept"
    )
    parser.add_argument("--out", type=Path, default=FOLDER, help="where to write")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
