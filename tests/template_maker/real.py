"""Packages around skeletons, put to a real stack."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from template_maker.lines import Cell
from tests.real.forked import Forks
from tests.template_maker.scratch import KINDS, Scratch, write, write_project
from validate_provider.contract import Contract
from validate_provider.live import asking
from validate_provider.live.asking import Question
from validate_provider.live.load import LoadReport, load
from validate_provider.live.terms import Terms

NAMES = {"remote": "A", "inline": "Abcdefghijklmnopqrstuvwxyzabcd"}
"""The shortest and the longest that a class can begin with."""
CHECKS = (
    ("ruff", "check", "--no-cache"),
    ("ruff", "format", "--check", "--no-cache"),
    # Most of mypy's work is to read the stack: once is enough for all packages.
    ("mypy", "--no-incremental"),
    ("pytest", "--quiet", "-p", "no:cacheprovider"),
)


def write_all(folder: Path, cells: Sequence[Cell], bit: int, contract: Contract) -> list[Scratch]:
    """Write a project with a package of either kind for each cell, for the release that is BIT."""
    write_project(folder)
    knows_module = bool(contract.flag("module-path") & bit)
    return [
        write(folder, cell, kind, knows_module=knows_module, name=NAMES[kind])
        for cell in cells
        for kind in KINDS
    ]


def failed_checks(project: Path, python: Path) -> dict[str, str]:
    """Run the checks that a generated package brings, and return what those print that fail."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environ["PYTHONPATH"] = str(project / "src")
    environ["TMPDIR"] = str(project.parent)
    failed = {}
    for check in CHECKS:
        command = [python, "-m", *check]
        done = subprocess.run(
            command, cwd=project, env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            failed[" ".join(check)] = done.stdout + done.stderr
    return failed


def put(package: Scratch, project: Path, python: Path, forks: Forks) -> LoadReport:
    """Ask the real loader about a package of a project."""
    question = Question(
        module=package.package,
        api=package.api,
        provider_type=package.provider_type,
        config={},
        search_path=(project / "src",),
        directory=package.directory,
    )
    with patch.object(asking, "run", forks.run):
        return load(question, python, Terms(seconds=60))


def refusals(
    packages: Sequence[Scratch], release: str, project: Path, python: Path, forks: Forks
) -> dict[str, str]:
    """Return what the real loader says of each package that it does not take, or start with."""
    refused = {}
    for package in packages:
        report = put(package, project, python, forks)
        if report.release != release or "no" in (report.loads, report.serves):
            refused[package.package] = f"{report.release}, at {report.step}: {report.error}"
        elif (report.loads, report.serves) != ("yes", "yes"):
            refused[package.package] = f"{report.release}, at {report.step}: {report.hint}"
    return refused
