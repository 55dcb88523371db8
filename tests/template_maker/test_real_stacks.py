"""Skeletons in the real stack: clean by their own checks, loaded, started with, and served."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from stacks.environments import LOCKS as LOCKS_FOLDER
from stacks.environments import throwaway
from stacks.run_config import Provider, run_config
from template_maker.lines import Cell
from template_maker.release import Wheels
from template_maker.skeletons import lacking
from tests.real.corpora.ground import label
from tests.real.forked import Forks
from tests.real.installed import installed
from tests.template_maker.chosen import ALL, LOCKS
from tests.template_maker.holding import holds
from tests.template_maker.real import CHECKS, failed_checks, put, refusals, write_all
from validate_provider.contract import load
from validate_provider.contract.extract.command import default_cache
from validate_provider.contract.extract.published import fetch_release
from validate_provider.finding import Answer
from validate_provider.live import interpreters
from validate_provider.live.load import Step
from validate_provider.live.server import Server

CONTRACT = load()
WITHOUT_A_LOCK = {"llama-stack 0.2.15": "llama-stack-0.2.17", "ogx 0.8.0": "ogx-1.0.4"}
"""Releases for which no lock's release stands -> the lock with the dependencies of their time."""


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """The stacks, each imported once."""
    waiting = Forks(tmp_path_factory.mktemp("home"))
    yield waiting
    waiting.close()


def right_for(bit: int) -> list[Cell]:
    """The cells whose skeletons are said to be right for a release."""
    return [cell for cell in lacking(CONTRACT) if holds(cell, CONTRACT) & bit]


def written_for(bit: int) -> list[Cell]:
    """The cells whose skeletons are written for a release, the newest of its line."""
    return [cell for cell in lacking(CONTRACT) if cell.bit == bit]


def bit_of(lock: str) -> int:
    return CONTRACT.timeline.find(label(lock))


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if written_for(bit_of(lock))])
def test_their_own_checks_pass(lock: str, tmp_path: Path) -> None:
    python, bit = installed(lock, tools=True), bit_of(lock)
    write_all(tmp_path / "project", written_for(bit), bit, CONTRACT)
    assert not failed_checks(tmp_path / "project", python)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_real_loader_takes_them(lock: str, forks: Forks, tmp_path: Path) -> None:
    python, bit = installed(lock), bit_of(lock)
    packages = write_all(tmp_path / "project", right_for(bit), bit, CONTRACT)
    assert packages
    assert not refusals(packages, label(lock), tmp_path / "project", python, forks)


@pytest.mark.skipif(not ALL, reason="a release without a lock is installed for SKELETONS_ALL only")
@pytest.mark.parametrize("release", WITHOUT_A_LOCK)
def test_a_release_without_a_lock(release: str, tmp_path: Path) -> None:
    bit = CONTRACT.timeline.find(release)
    project = tmp_path / "project"
    packages = write_all(project, written_for(bit), bit, CONTRACT)
    assert packages
    waiting = Forks(tmp_path)
    with installed_without_a_lock(bit, WITHOUT_A_LOCK[release]) as python:
        refused = refusals(packages, release, project, python, waiting)
        waiting.close()
        assert not refused
        assert not failed_checks(project, python)


@contextmanager
def installed_without_a_lock(bit: int, lock: str) -> Iterator[Path]:
    """Give the Python of an environment with a release, and with the tools of the checks."""
    [(_, release)] = CONTRACT.timeline.members(bit)
    listed = Wheels(default_cache()).listed(release)
    wheels = [wheel.path for wheel in fetch_release(listed, default_cache()).wheels]
    with throwaway(lock, wheels) as python:
        tools = ["-r", LOCKS_FOLDER / "tools.txt"]
        command = [interpreters.uv_command(), "pip", "install", "-q", "--no-deps", "-p", python]
        subprocess.run([*command, *tools], check=True, cwd=LOCKS_FOLDER)
        yield python


SERVED = ("llama-stack-0.2.22", "llama-stack-0.4.7") if ALL else ()


@pytest.mark.parametrize("lock", [*SERVED, "llama-stack-0.7.3"])
def test_the_server_says_that_it_is_not_implemented(lock: str, tmp_path: Path) -> None:
    [cell] = [cell for cell in written_for(bit_of(lock)) if cell.api == "batches"]
    project = tmp_path / "project"
    _, package = write_all(project, [cell], cell.bit, CONTRACT)
    run = tmp_path / "run.yaml"
    provider = Provider(api=cell.api, provider_type=package.provider_type, module=package.package)
    run.write_text(run_config(lock, tmp_path, [provider]), encoding="utf-8")
    path = "/v1/openai/v1/batches" if "-0.2." in lock else "/v1/batches"
    with (
        Server(installed(lock), run, path=[project / "src"]) as server,
        pytest.raises(HTTPError) as refused,
    ):
        urlopen(server.url + path)
    with refused.value as answer:
        assert answer.code == 501
        assert b"list_batches is not written yet" in answer.read()


# That they can fail.


def test_the_real_loader_sees_a_method_that_is_not_there(forks: Forks, tmp_path: Path) -> None:
    lock = "llama-stack-0.2.12"  # it still checks
    [cell] = [cell for cell in written_for(bit_of(lock)) if cell.api == "scoring"]
    project = tmp_path / "project"
    package, _ = write_all(project, [cell], cell.bit, CONTRACT)
    module = project / "src" / package.package / "scoring.py"
    replace(module, "def score_batch(", "def score_batches(")
    report = put(package, project, installed(lock), forks)
    assert (report.step, report.loads) == (Step.PROTOCOL, Answer.NO)
    assert "score_batch" in report.error


FAULTS = {
    "from typing import Any\n": "from typing import Any, Literal\n",  # ruff check
    "class ": "class  ",  # ruff format
    "  # type: ignore[override]": "",  # mypy
    "raise NotImplementedError": "raise ValueError",  # pytest
}


def test_each_of_their_own_checks_sees_a_fault(tmp_path: Path) -> None:
    lock = "llama-stack-0.7.3"
    [cell] = [cell for cell in written_for(bit_of(lock)) if cell.api == "datasetio"]
    project = tmp_path / "project"
    package, _ = write_all(project, [cell], cell.bit, CONTRACT)
    for old, new in FAULTS.items():
        replace(project / "src" / package.package / "datasetio.py", old, new)
    failed = failed_checks(project, installed(lock, tools=True))
    assert [*failed] == [" ".join(check) for check in CHECKS]


def replace(path: Path, old: str, new: str) -> None:
    """Change a file, which must have what is changed."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
