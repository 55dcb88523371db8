"""Environments are built from the lock, once, whole, and outside the tree."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stacks import environments

ROOT = Path(__file__).parents[2]
METADATA = "Metadata-Version: 2.1\nName: ogx\nVersion: 1.0\nRequires-Dist: nosuch-package\n"
"""A stack that needs what is not to be had: it is not asked."""


@pytest.fixture
def locks(tmp_path, monkeypatch):
    """A folder of locks that a test may write, and a cache of its own."""
    folder = tmp_path / "locks"
    folder.mkdir()
    (folder / "small-1.0.txt").write_text("iniconfig==2.1.0\n")
    (folder / "tools.txt").write_text("pluggy==1.6.0\n")
    monkeypatch.setattr(environments, "LOCKS", folder)
    monkeypatch.setenv(environments.CACHE_VARIABLE, str(tmp_path / "cache"))
    return folder


def packages(python: Path) -> set[str]:
    site_packages = next(python.parent.parent.glob("lib/python*/site-packages"))
    return {found.name.partition("-")[0] for found in site_packages.glob("*.dist-info")}


def test_holds_what_the_lock_says_and_runs(locks):
    python = environments.environment("small-1.0")
    answer = subprocess.run(
        [python, "-c", "import iniconfig, sys; print(sys.version_info >= (3, 12))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "True\n"
    assert packages(python) == {"iniconfig"}


def test_tools_come_on_top_in_an_environment_of_their_own(locks):
    alone = environments.environment("small-1.0")
    assert packages(environments.environment("small-1.0", tools=True)) == {"iniconfig", "pluggy"}
    assert packages(alone) == {"iniconfig"}


def test_is_built_once(locks):
    python = environments.environment("small-1.0")
    mark = python.parent / "mark"
    mark.touch()
    assert environments.environment("small-1.0") == python
    assert mark.exists()


def test_another_lock_is_another_environment(locks):
    python = environments.environment("small-1.0")
    (locks / "small-1.0.txt").write_text("iniconfig==2.0.0\n")
    assert environments.environment("small-1.0") != python


def test_is_built_again_if_its_base_python_is_gone(locks):
    python = environments.environment("small-1.0")
    python.unlink()
    python.symlink_to("/nowhere/python")
    assert environments.environment("small-1.0") == python
    assert python.exists()


def test_a_lock_that_cannot_be_installed_leaves_nothing_behind(locks, tmp_path):
    (locks / "broken-1.0.txt").write_text("iniconfig==0.0.0.1\n")
    with pytest.raises(environments.StackUnavailableError, match=r"iniconfig==0\.0\.0\.1"):
        environments.environment("broken-1.0")
    assert [left.suffix for left in (tmp_path / "cache").iterdir()] == [".lock"]


def test_a_cache_that_cannot_be_written_is_told(locks, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv(environments.CACHE_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(environments.StackUnavailableError, match="can't be kept here"):
        environments.environment("small-1.0")


def test_an_unknown_line_is_told_with_those_that_are_known(locks):
    with pytest.raises(environments.StackUnavailableError, match=r"there are small-1\.0"):
        environments.environment("tools")


def test_two_processes_at_once_build_one(tmp_path):
    """Both ask for a real lock's environment in an empty cache, and get the same one."""
    program = "from stacks.environments import environment; print(environment('llama-stack-0.4.7'))"
    environ = {**environments.os.environ, environments.CACHE_VARIABLE: str(tmp_path)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env=environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    first, second = ((process.communicate()[0], process.returncode) for process in both)
    assert first == second
    assert first[1] == 0
    assert [found.name for found in tmp_path.iterdir() if found.is_dir()] == [
        Path(first[0].strip()).parent.parent.name
    ]


@pytest.mark.parametrize("line", environments.lines())
def test_the_tools_pin_nothing_that_a_line_pins(line):
    def names(lock: str) -> set[str]:
        text = (environments.LOCKS / f"{lock}.txt").read_text()
        return {row.partition("==")[0] for row in text.splitlines() if "==" in row}

    assert names("tools").isdisjoint(names(line))


def test_lines_are_in_order_of_their_release():
    assert environments.lines()[0] == "llama-stack-0.2.2"
    assert environments.lines()[-1] == "ogx-1.5.0"


def test_a_throwaway_holds_the_lock_with_another_stack_and_is_removed(locks, tmp_path):
    (locks / "small-1.0.txt").write_text("iniconfig==2.1.0\nllama-stack==0.7.3\n")
    wheel = Path(tmp_path, "ogx-1.0-py3-none-any.whl")
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("ogx.py", "")
        archive.writestr("ogx-1.0.dist-info/METADATA", METADATA)
        archive.writestr("ogx-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("ogx-1.0.dist-info/RECORD", "")
    with environments.throwaway("small-1.0", [wheel]) as python:
        assert packages(python) == {"iniconfig", "ogx"}
        subprocess.run([python, "-c", "import ogx"], check=True)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_throwaway_that_cannot_be_installed_leaves_nothing_behind(locks, tmp_path):
    with (
        pytest.raises(environments.StackUnavailableError, match=r"nosuch\.whl"),
        environments.throwaway("small-1.0", [tmp_path / "nosuch.whl"]),
    ):
        pass
    assert list((tmp_path / "cache").iterdir()) == []
