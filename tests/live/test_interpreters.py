"""A Python is found wherever it is, and only if it runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from validate_provider.live import interpreters

WANTED = (3, 77)  # no real Python here is as new as those of these tests


@pytest.fixture
def machine(tmp_path):
    """A machine with nothing but what a test puts on it."""
    return Machine(tmp_path)


class Machine:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.environ = {"HOME": str(root / "home"), "PATH": str(self.folder("bin"))}

    def folder(self, *parts: str) -> Path:
        folder = self.root.joinpath(*parts)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def program(self, path: Path, script: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def python(self, path: Path, version: str, kind: str = "cpython") -> Path:
        """A Python that says it is of this version."""
        answer = f"{version.replace('.', ' ')}\\n{path}\\n{kind}"
        return self.program(path, f'printf "{answer}\\n"')

    def path(self, *folders: Path) -> None:
        self.environ["PATH"] = os.pathsep.join(map(str, folders))

    def find(self, at_least: tuple[int, int] = WANTED) -> interpreters.Interpreter:
        return interpreters.find(at_least, self.environ)


def test_on_path_under_its_own_name(machine):
    python = machine.python(machine.root / "bin" / "python3.77", "3.77.1")
    found = machine.find()
    assert found == interpreters.Interpreter(python, (3, 77, 1), "PATH")


@pytest.mark.parametrize("name", ["python3", "python"])
def test_on_path_under_a_plain_name(machine, name):
    python = machine.python(machine.root / "bin" / name, "3.78.0")
    assert machine.find().executable == python


def test_the_nearest_is_taken_before_the_newest(machine):
    folders = [machine.folder(name) for name in ("newest", "nearest", "older")]
    machine.python(folders[0] / "python3.79", "3.79.0")
    machine.python(folders[1] / "python3.78", "3.78.0")
    machine.python(folders[2] / "python3", "3.76.0")
    machine.path(*folders)
    assert machine.find().version == (3, 78, 0)


def test_a_name_that_lies_is_not_believed(machine):
    machine.python(machine.root / "bin" / "python3.77", "3.76.9")
    with pytest.raises(interpreters.NoInterpreterError, match=r"python3\.77: 3\.76\.9"):
        machine.find()


@pytest.mark.parametrize(
    ("kind", "why"), [("pypy", "pypy, for which"), ("cpython free-threaded", "free-threaded")]
)
def test_what_the_stacks_have_no_wheels_for_is_left_out(machine, kind, why):
    machine.python(machine.root / "bin" / "python3.77", "3.77.0", kind)
    with pytest.raises(interpreters.NoInterpreterError, match=why):
        machine.find()


def test_a_program_that_does_not_run_is_passed_over_and_told(machine):
    machine.program(machine.root / "bin" / "python3.77", "echo 'not me' >&2; exit 127")
    with pytest.raises(interpreters.NoInterpreterError, match=r"python3\.77: does not run: not me"):
        machine.find()


def shims(machine: Machine, root: Path) -> Path:
    """pyenv's folder of shims: each fails, as it does for a version that is not selected."""
    machine.program(root / "shims" / "python3.77", "echo 'pyenv: command not found' >&2; exit 127")
    return root / "shims"


def test_in_pyenv_known_by_its_shims_alone(machine):
    root = machine.root / "anywhere"
    python = machine.python(root / "versions" / "3.77.2" / "bin" / "python", "3.77.2")
    machine.path(shims(machine, root))
    assert machine.find() == interpreters.Interpreter(python, (3, 77, 2), "pyenv")


@pytest.mark.parametrize("place", ["PYENV_ROOT", "home"])
def test_in_pyenv_known_by_its_root(machine, place):
    root = machine.root / "home" / ".pyenv"
    if place == "PYENV_ROOT":
        root = machine.root / "root"
        machine.environ["PYENV_ROOT"] = str(root)
    python = machine.python(root / "versions" / "3.77.2" / "bin" / "python", "3.77.2")
    assert machine.find().executable == python


def test_in_pyenv_the_newest_patch_of_the_version(machine):
    root = machine.root / "home" / ".pyenv"
    for version in ("3.76.1", "3.77.9", "3.77.10", "3.78.0"):
        machine.python(root / "versions" / version / "bin" / "python", version)
    assert machine.find().version == (3, 77, 10)


def test_in_pyenv_a_version_of_a_name_of_its_own(machine):
    root = machine.root / "home" / ".pyenv"
    machine.python(root / "versions" / "work" / "bin" / "python", "3.77.0")
    assert machine.find().version == (3, 77, 0)


def test_by_uv(machine, monkeypatch):
    python = machine.python(machine.root / "uv" / "cpython" / "bin" / "python", "3.77.3")
    machine.program(machine.root / "bin" / "uv", f'[ "$1 $2" = "python find" ] && echo {python}')
    monkeypatch.setattr(sys, "executable", str(machine.root / "nowhere" / "python"))
    assert machine.find() == interpreters.Interpreter(python, (3, 77, 3), "uv")


def test_by_the_py_launcher(machine):
    python = machine.root / "windows" / "python.exe"
    script = f'[ "$1" = "-3.77" ] && printf "3 77 4\\n{python}\\ncpython\\n"'
    machine.program(machine.root / "bin" / "py", script)
    assert machine.find() == interpreters.Interpreter(python, (3, 77, 4), "the py launcher")


def test_none_at_all_says_how_to_get_one(machine):
    with pytest.raises(interpreters.NoInterpreterError) as error:
        machine.find()
    said = str(error.value)
    assert said.startswith("No Python 3.77 or later was found on PATH, by uv, in pyenv, or by")
    assert "uv python install 3.77" in said
    assert "pyenv install 3.77" in said
    assert f"{sys.executable}: {'.'.join(map(str, sys.version_info[:3]))}" in said


def test_the_running_python_if_it_will_do():
    found = interpreters.find(sys.version_info[:2])
    assert (str(found.executable), found.version) == (sys.executable, sys.version_info[:3])


def test_the_real_one_that_the_stacks_need():
    """This machine must have one: the tests with real stacks need it too."""
    found = interpreters.find((3, 12))
    said = subprocess.check_output([found.executable, "-c", "import sys; print(sys.version)"])
    assert said.startswith(b"3.")
    assert found.version >= (3, 12)


def test_uv_is_found_beside_this_interpreter_before_path(machine):
    machine.program(machine.root / "bin" / "uv", "exit 1")
    assert interpreters.uv_command(machine.environ) == shutil.which(
        "uv", path=str(Path(sys.executable).parent)
    )
