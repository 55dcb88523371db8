"""Time `validate-provider` on a freshly written package, beside the least it could cost.

Run `python -m benchmarks` (or `make benchmark`). Each row is whole processes in turn, A B A B,
and the median of their ratios: seconds depend on the machine, ratios travel.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """Two commands to compare, and the ratio that the kit promises."""

    title: str
    ours: list[str]
    other: list[str]
    promise: float


def main() -> int:
    """Print a table of ratios; 1 if a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="counted pairs of runs")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        package = _written(Path(folder))
        imports = [sys.executable, "-c", "import click, yaml"]
        validate = [sys.executable, "-m", "validate_provider", str(package)]
        rows = [
            Row("validate-provider / import click, yaml", validate, imports, 2.0),
            Row(
                "validate-provider --against all / import click, yaml",
                [*validate, "--against", "all"],
                imports,
                3.0,
            ),
        ]
        kept = True
        print(f"{'':56} ratio   low  high  promised  ours ms  other ms")
        for row in rows:
            ours, other = _pairs(row, runs)
            ratios = [a / b for a, b in zip(ours, other, strict=True)]
            ratio = statistics.median(ratios)
            kept = kept and ratio <= row.promise
            print(
                f"{row.title:56} {ratio:5.2f} {min(ratios):5.2f} {max(ratios):5.2f}"
                f"  {row.promise:8.2f}  {statistics.median(ours) * 1000:7.0f}"
                f"  {statistics.median(other) * 1000:8.0f}"
            )
    return 0 if kept else 1


def _written(folder: Path) -> Path:
    """A freshly generated package."""
    command = [sys.executable, "-m", "new_provider", "acme", "--api", "inference"]
    options = ["--kind", "remote", "--defaults", "--no-check", "--no-git", "--into", str(folder)]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
    return folder / "llama-stack-provider-acme"


def _pairs(row: Row, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each counted run of both commands, after one of each to warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + 1):
        for command, seconds in zip((row.ours, row.other), times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
            if number:
                seconds.append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    raise SystemExit(main())
