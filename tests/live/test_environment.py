"""The provider's own environment is found, and it is told where it came from."""

import sys
from pathlib import Path

import pytest

from validate_provider.live import environment

WITH_STACK, WITHOUT_STACK = "llama_stack", ""


@pytest.fixture
def project(tmp_path):
    """A project with its package in `src`."""
    package = tmp_path / "project" / "src" / "acme"
    package.mkdir(parents=True)
    (tmp_path / "project" / "pyproject.toml").touch()
    return tmp_path / "project"


def make(folder: Path, answer: str, place: str = "bin/python") -> Path:
    """A stand-in for an environment's Python, which answers the one question asked of it."""
    python = folder / place
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\necho '{answer}'\n")
    python.chmod(0o755)
    return python


def test_the_one_asked_for_comes_first(project, tmp_path):
    python = make(tmp_path / "asked", WITH_STACK)
    active = make(tmp_path / "active", WITH_STACK)
    environ = {"VIRTUAL_ENV": str(active.parent.parent)}
    found = environment.find(project, python, environ)
    assert found == environment.Environment(python, "--python")


def test_the_one_asked_for_is_the_only_one(project, tmp_path):
    python = make(tmp_path / "asked", WITHOUT_STACK)
    make(project / ".venv", WITH_STACK)
    with pytest.raises(environment.NoStackError, match="no stack is installed") as error:
        environment.find(project, python, {})
    assert str(project / ".venv") not in str(error.value)


@pytest.mark.parametrize("variable", ["VIRTUAL_ENV", "CONDA_PREFIX"])
def test_the_active_one_comes_before_the_one_beside(variable, project, tmp_path):
    make(project / ".venv", WITH_STACK)
    python = make(tmp_path / "active", WITH_STACK)
    found = environment.find(project, None, {variable: str(tmp_path / "active")})
    assert found == environment.Environment(python, variable)


def test_an_active_one_without_a_stack_is_passed_over(project, tmp_path):
    make(tmp_path / "active", WITHOUT_STACK)
    python = make(project / ".venv", WITH_STACK)
    found = environment.find(project, None, {"VIRTUAL_ENV": str(tmp_path / "active")})
    assert found == environment.Environment(python, ".venv beside the package")


@pytest.mark.parametrize("start", ["", "src", "src/acme"])
def test_beside_the_package_is_up_to_its_project(start, project):
    python = make(project / ".venv", WITH_STACK)
    assert environment.find(project / start, None, {}).python == python


def test_beside_the_package_is_not_around_its_project(project):
    make(project.parent / ".venv", WITH_STACK)
    with pytest.raises(environment.NoStackError):
        environment.find(project, None, {})


def test_on_windows_it_lies_elsewhere(project):
    python = make(project / ".venv", WITH_STACK, "Scripts/python.exe")
    assert environment.find(project, None, {}).python == python


def test_none_at_all_says_where_was_looked_and_what_to_do(project, tmp_path):
    environ = {"VIRTUAL_ENV": str(tmp_path / "gone")}
    make(project / ".venv", WITHOUT_STACK)
    with pytest.raises(environment.NoStackError) as error:
        environment.find(project, None, environ)
    said = str(error.value)
    assert "gone/bin/python (VIRTUAL_ENV): there is no such program" in said
    assert ".venv/bin/python (.venv beside the package): no stack is installed" in said
    assert f"{sys.executable} (the Python that runs validate-provider): no stack" in said
    assert "pip install llama-stack" in said


@pytest.mark.parametrize(
    ("script", "why"),
    [("#!/bin/sh\necho 'broken' >&2; exit 1\n", "does not run: broken"), ("nonsense", "does not")],
)
def test_one_that_does_not_run_says_so(script, why, project, tmp_path):
    python = tmp_path / "python"
    python.write_text(script)
    python.chmod(0o755)
    with pytest.raises(environment.NoStackError, match=why):
        environment.find(project, python, {})
