"""Skeletons in the real stack: clean by their own checks, loaded by the loader, answering.

A slice of the lines; `SKELETONS_ALL=1 pytest tests/template_maker` takes all that have a lock.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from stacks.environments import lines
from template_maker.lines import Cell, cells
from tests.real.corpora.ground import label
from tests.real.forked import Forks
from tests.real.installed import installed
from tests.template_maker.holding import holds
from tests.template_maker.scratch import KINDS, Scratch, write, write_project
from validate_provider.contract import Contract, load
from validate_provider.finding import Answer
from validate_provider.live import asking
from validate_provider.live.asking import Question
from validate_provider.live.load import LoadReport, Step
from validate_provider.live.load import load as ask
from validate_provider.live.terms import Terms

ALL = bool(os.environ.get("SKELETONS_ALL"))
SLICE = ("llama-stack-0.2.12", "llama-stack-0.7.3", "ogx-1.5.0")
LOCKS = tuple(lines()) if ALL else SLICE
CONTRACT = load()

NAMES = {"remote": "A", "inline": "Abcdefghijklmnopqrstuvwxyzabcd"}
"""The shortest and the longest that a class can begin with."""


def cells_of(lock: str, contract: Contract = CONTRACT) -> list[Cell]:
    """The cells whose skeletons are right for the release of a lock."""
    bit = contract.timeline.find(label(lock))
    return [cell for cell in cells(contract) if holds(cell, contract) & bit]


def newest_of(lock: str, contract: Contract = CONTRACT) -> list[Cell]:
    """The cells whose skeletons are written for the release of a lock."""
    bit = contract.timeline.find(label(lock))
    return [cell for cell in cells(contract) if cell.bit == bit]


def write_all(folder: Path, lock: str, chosen: list[Cell]) -> list[Scratch]:
    """Write a project with a package of either kind for each cell."""
    write_project(folder)
    bit = CONTRACT.timeline.find(label(lock))
    knows_module = bool(CONTRACT.flag("module-path") & bit)
    return [
        write(folder, cell, kind, knows_module=knows_module, name=NAMES[kind])
        for cell in chosen
        for kind in KINDS
    ]


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if newest_of(lock)])
def test_their_own_checks_pass(lock: str, tmp_path: Path) -> None:
    python = installed(lock, tools=True)
    project = tmp_path / "project"
    write_all(project, lock, newest_of(lock))
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environ |= {"PYTHONPATH": str(project / "src"), "TMPDIR": str(tmp_path)}
    checks = (
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        # Most of mypy's work is to read the stack: once is enough for all packages.
        ["mypy", "--cache-dir", str(tmp_path / "mypy")],
        ["pytest", "--quiet", "-p", "no:cacheprovider"],
    )
    for check in checks:
        done = subprocess.run(
            [python, "-m", *check],
            cwd=project,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """The stacks, each imported once."""
    waiting = Forks(tmp_path_factory.mktemp("home"))
    yield waiting
    waiting.close()


@pytest.fixture
def put(forks: Forks, tmp_path: Path) -> Callable[[Scratch, str], LoadReport]:
    """Give `put(package, lock)`: what the real loader says of a package."""

    def put(package: Scratch, lock: str) -> LoadReport:
        question = Question(
            module=package.package,
            api=package.api,
            provider_type=package.provider_type,
            config={},
            search_path=(tmp_path / "project" / "src",),
            directory=package.directory,
        )
        with patch.object(asking, "run", forks.run):
            return ask(question, installed(lock), Terms(seconds=60))

    return put


@pytest.mark.parametrize("lock", LOCKS)
def test_the_real_loader_takes_them(lock: str, put, tmp_path: Path) -> None:
    packages = write_all(tmp_path / "project", lock, cells_of(lock))
    reports = {package: put(package, lock) for package in packages}
    refused = {
        package.package: (report.step, report.error)
        for package, report in reports.items()
        if (report.step, report.loads, report.serves) != (Step.OK, Answer.YES, Answer.YES)
    }
    assert not refused
    assert {report.release for report in reports.values()} == {label(lock)}


def test_the_real_loader_would_see_a_method_that_is_not_there(put, tmp_path: Path) -> None:
    lock = "llama-stack-0.2.12"
    [cell] = [cell for cell in newest_of(lock) if cell.api == "safety"]
    package, _ = write_all(tmp_path / "project", lock, [cell])
    module = tmp_path / "project" / "src" / package.package / "safety.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("def run_shield(", "def run_shields("), encoding="utf-8")
    report = put(package, lock)
    assert (report.step, report.loads) == (Step.PROTOCOL, Answer.NO)
