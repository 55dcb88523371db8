"""Time `validate-provider` beside the least it could cost and what a user would use instead.

Run `python -m benchmarks` (or `make benchmark`). Each row is whole processes in turn, A B A B,
and the median of their ratios: seconds depend on the machine, ratios travel.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.rows import Row, rows


def main() -> int:
    """Print a table of ratios; 1 if a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="counted pairs of runs")
    runs = parser.parse_args().runs
    kept = True
    print(f"{'':58} ratio   low  high  promised  ours ms  other ms")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder)):
            ours, other = _pairs(row, runs)
            ratios = [a / b / row.times for a, b in zip(ours, other, strict=True)]
            ratio = statistics.median(ratios)
            kept = kept and ratio <= row.promise
            print(
                f"{row.title:58} {ratio:5.2f} {min(ratios):5.2f} {max(ratios):5.2f}"
                f"  {row.promise:8.2f}  {statistics.median(ours) * 1000:7.0f}"
                f"  {statistics.median(other) * 1000:8.0f}",
                flush=True,
            )
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"\n{os.cpu_count()} processors; processes that wanted one (1, 5, 15 minutes): {busy}")
    return 0 if kept else 1


def _pairs(row: Row, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each counted run of both commands, after one of each to warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + 1):
        for command, seconds in zip((row.ours, row.other), times, strict=True):
            start = time.perf_counter()
            said = _run(command)
            if number:
                seconds.append(time.perf_counter() - start)
            elif "Traceback" in said:  # what breaks off is not to be compared
                raise SystemExit(f"{' '.join(command)} fails:\n{said}")
    return times


def _run(command: Sequence[str]) -> str:
    """Run a command to its end, and give what it says on standard error."""
    # Users have the byte code of what they installed; a developer's machine may be told not to
    # write it, and would then time the compiler.
    environ = {n: value for n, value in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command,
        check=False,  # what is found in a package does not matter here
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environ,
        text=True,
    )
    return done.stderr


if __name__ == "__main__":
    raise SystemExit(main())
