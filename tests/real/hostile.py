"""Providers that do harm, each put to a real stack many times in a row, side by side.

    python -m tests.real.hostile --times 20

prints a table: what each must be told of, how often it was, how long the slowest took, and what
was left over: processes, ports, files.
"""

import argparse
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.real import packages
from tests.real.hostile_rows import ROWS, Row
from tests.real.installed import installed
from validate_provider.live.asking import Question
from validate_provider.live.load import LoadReport, load
from validate_provider.live.terms import Terms

LINE = "llama-stack-0.7.3"
SECONDS = 60
SECONDS_OF_THE_HANGING = 12
"""The stack is to come to the provider within it, on a busy machine too."""
SECONDS_TO_CLEAR_UP = 25
"""Beyond the time limit: the probe's grace, the keeper's end and that of what it has left."""


class Outcome(NamedTuple):
    """One provider, once."""

    wrong: str
    """What is not as it must be; empty if nothing is."""
    seconds: float


def survive(row: Row, folder: Path, python: Path) -> Outcome:
    """Put a provider to the stack, and look for what it has left."""
    port = _free_port()
    deed = f"MARK, PORT = {str(folder)!r}, {port}\n{row.deed}\n"
    base = packages.spec(LINE, "tool_runtime") if row.where == "provider" else packages.TOOLS
    source = packages.write(folder, LINE, **{row.where: deed + base})
    before = _files(source)
    question = Question(
        module=packages.NAME,
        api="tool_runtime",
        provider_type="remote::weather",
        search_path=[source],
    )
    limit = SECONDS_OF_THE_HANGING if row.hangs else SECONDS
    began = time.monotonic()
    report = load(question, python, Terms(seconds=limit, memory=row.memory))
    took = time.monotonic() - began
    wrong = list(_wrong(row, report))
    if took > limit + SECONDS_TO_CLEAR_UP:
        wrong.append(f"took {took:.0f} s")
    if running := running_with(str(folder)):
        wrong.append(f"left running: {running}")
    if _is_taken(port):
        wrong.append("left a port open")
    if left := _files(source) - before:
        wrong.append(f"left in its package: {sorted(left)}")
    return Outcome("; ".join(wrong), took)


def _wrong(row: Row, report: LoadReport) -> Iterator[str]:
    said = (report.step.value, report.loads.value, report.serves.value)
    if said != (row.step, row.loads, row.serves):
        yield f"said {said} {report.error[:200]} {report.hint[:200]} {report.printed[-300:]}"
    told = "\n".join([*map(str, report.chain), report.hint])
    if row.words not in told:
        yield f"told {told[:300]!r} without {row.words!r}"
    if len(told) + len(report.printed) > 20_000:
        yield f"told {len(told)} characters"


def running_with(mark: str) -> list[str]:
    """List the processes that have this in their arguments or their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            texts = [(process / name).read_bytes() for name in ("cmdline", "environ")]
        except OSError:
            continue
        if process.name != str(os.getpid()) and any(os.fsencode(mark) in text for text in texts):
            found.append(f"{process.name} {texts[0]!r}")
    return found


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _is_taken(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 if anything was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--parallel", type=int, default=6)
    parser.add_argument("--only", default="", help="rows whose name holds this")
    options = parser.parse_args(arguments)
    python = installed(LINE)
    home_before = set(Path.home().iterdir())
    bad = 0
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        root = Path(name)
        temporary = root / "temporary"
        temporary.mkdir()
        tempfile.tempdir = str(temporary)
        print(f"{'provider':48} survived  slowest s  told at")
        with ThreadPoolExecutor(options.parallel) as pool:
            rows = [row for row in ROWS if options.only in row.name]
            began = [
                [
                    pool.submit(survive, row, root / f"{at}-{time}", python)
                    for time in range(options.times)
                ]
                for at, row in enumerate(rows)
            ]
            for row, runs in zip(rows, began, strict=True):
                outcomes = [run.result() for run in runs]
                wrong = [outcome.wrong for outcome in outcomes if outcome.wrong]
                slowest = max(outcome.seconds for outcome in outcomes)
                survived = f"{len(outcomes) - len(wrong)}/{len(outcomes)}"
                told = f"{row.step}: loads {row.loads}, starts {row.serves}"
                print(f"{row.name:48} {survived:>8}  {slowest:9.1f}  {told}", flush=True)
                for text in sorted(set(wrong)):
                    print(f"    {text}")
                bad += len(wrong)
        tempfile.tempdir = None
        left = [*running_with(name), *temporary.rglob("*")]
    left += set(Path.home().iterdir()) - home_before
    print(f"left over of all: {left or 'no process, no file'}")
    return 1 if bad or left else 0


if __name__ == "__main__":
    sys.exit(main())
