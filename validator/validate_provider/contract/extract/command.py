"""The extraction command: wheels in, data files out."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from validate_provider.contract.blocks import BlockFile, ContractError
from validate_provider.contract.extract.extraction import extract
from validate_provider.contract.extract.loader_source import UnreadableLoaderError
from validate_provider.contract.extract.published import add_newest, fetch_release, read_list
from validate_provider.contract.extract.scope import UnreadableModuleError
from validate_provider.contract.extract.wheels import WheelError
from validate_provider.contract.table import SHIPPED

NEEDED = (3, 12)
"""ogx is written in the syntax of Python 3.12 (`def f[T](...)`), from 0.8.0 on."""


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit code: 0 written, 2 wrong usage, 3 could not extract."""
    options = _parser().parse_args(argv)
    if options.release and options.out is None:
        print("error: some releases only make another table: say where with --out", file=sys.stderr)
        return 2
    if sys.version_info < NEEDED:
        return _hand_over(argv)
    try:
        _run(options.wheels, options.out or SHIPPED, options.release, newest=options.newest)
    except (ContractError, WheelError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    except (UnreadableLoaderError, UnreadableModuleError, SyntaxError) as error:
        print(f"error: this program must learn to read: {error}", file=sys.stderr)
        return 3
    return 0


def _hand_over(argv: Sequence[str]) -> int:
    """Let a Python that can read ogx do it, and return its exit code."""
    from validate_provider.live import interpreters  # only who must go and look needs it

    try:
        python = interpreters.find(NEEDED).executable
    except interpreters.NoInterpreterError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    environment = {**os.environ, "PYTHONPATH": str(SHIPPED.parents[2])}
    command = [str(python), "-m", "validate_provider.contract.extract", *argv]
    return subprocess.run(command, env=environment, check=False).returncode


def _run(wheels: Path, out: Path, labels: Sequence[str], *, newest: bool) -> None:
    listed = read_list(BlockFile(SHIPPED / "releases.txt"))
    if newest:
        listed = add_newest(listed)
    if labels:
        wanted = {label.replace("==", " ") for label in labels}
        unknown = wanted - {one.label for one in listed}
        if unknown:
            raise ContractError(f"not in the list of releases: {', '.join(sorted(unknown))}")
        listed = [one for one in listed if one.label in wanted]
    published = [fetch_release(one, wheels) for one in listed]
    progress = _progress()
    with tempfile.TemporaryDirectory() as written:  # OUT is touched once all went well
        extract(published, Path(written), progress)
        shutil.copytree(written, out, dirs_exist_ok=True)
    progress("")


def _progress() -> Callable[[str], None]:
    """Return what shows a person how far it is; silent if nobody looks."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda text: print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m validate_provider.contract.extract",
        description="Read the loader's contract off the published wheels and write it as data.",
    )
    parser.add_argument("release", nargs="*", help="like llama-stack==0.7.3; all if none is given")
    parser.add_argument(
        "--wheels", type=Path, default=default_cache(), help="where wheels are kept"
    )
    parser.add_argument("--out", type=Path, help="where to write; the shipped data by default")
    parser.add_argument("--newest", action="store_true", help="add what was published since")
    return parser


def default_cache() -> Path:
    """Return the folder where wheels are kept: below the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "stack-provider-kit" / "wheels"
