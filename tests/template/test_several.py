"""Packages with several providers are formatted and fine, whatever the name and the line."""

import subprocess
import sys

import pytest

from new_provider.cells import CELLS, KINDS
from new_provider.compose import write
from new_provider.facts import facts
from new_provider.lines import LINES
from new_provider.several import settle_package
from new_provider.usable import LONGEST_NAME

LONGEST = "abcdefghijklmnopqrstuvwxyz"


def apis_of(line, kind):
    """The starters of a line; those of safety are for releases of OGX of their own."""
    return [
        cell.api
        for cell in CELLS
        if (cell.line, cell.kind) == (line, kind)
        and cell.starter
        and cell.releases == line.releases
    ]


CASES = [(line, kind) for line in LINES for kind in KINDS if len(apis_of(line, kind)) > 1]


@pytest.mark.parametrize("longest", [False, True], ids=["shortest", "longest"])
def test_lint(longest, tmp_path):
    # All at once: the program's start takes longer than its work.
    for line, kind in CASES:
        apis = apis_of(line, kind)
        room = LONGEST_NAME - 1 - max(map(len, apis))
        answers = {"name": LONGEST[:room] if longest else "a", "kind": kind, "target": line.name}
        write(settle_package(answers, apis, None), tmp_path / f"{line.name}-{kind}")

    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache"]
        done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_every_line_with_two_starters_is_there():
    assert {line.name for line, _ in CASES} >= set(facts()["_lines"]) - {
        "llama-stack-0.2.13",
        "llama-stack-0.2.2",
    }
