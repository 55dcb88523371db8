"""Which releases are meant: words, requirements, and what is installed."""

import sys
from pathlib import Path

import pytest

from tests.source.reading import write
from validate_provider.contract import Contract
from validate_provider.question.against import (
    UncheckableError,
    UnknownReleaseError,
    releases_in_question,
)
from validate_provider.question.installed import NothingInstalledError, find_installed
from validate_provider.source.project import Project, find_project

PYPROJECT = '[project]\nname = "acme"\ndependencies = ["llama-stack-api>=0.7,<0.8"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    files = {"pyproject.toml": PYPROJECT, "acme/__init__.py": "", "acme/provider.py": ""}
    return find_project(write(tmp_path / "project", files))


def environment(folder: Path, *distributions: str, settings: str = "home = /nowhere\n") -> Path:
    """A virtual environment's folder, as far as it is looked at; its Python."""
    write(folder, {"pyvenv.cfg": settings, "bin/python": ""})
    for distribution in distributions:
        place = folder / "lib" / "python3.12" / "site-packages" / f"{distribution}.dist-info"
        place.mkdir(parents=True)
    return folder / "bin" / "python"


@pytest.mark.parametrize(
    ("against", "releases", "origin"),
    [
        (
            (),
            ["llama-stack 0.7.0-0.7.3", "ogx 0.7.1"],
            "declared: llama-stack-api>=0.7,<0.8 in pyproject.toml:3",
        ),
        (("latest",), ["llama-stack 0.7.3", "ogx 1.5.0"], "the latest"),
        (("ogx 1.5.0",), ["ogx 1.5.0"], "--against ogx 1.5.0"),
        (
            ("llama-stack>=0.6,<0.7", "ogx==1.5.0", "ogx==1.5.0"),
            ["llama-stack 0.6.0-0.6.1", "ogx 1.5.0"],
            "--against llama-stack>=0.6,<0.7 and --against ogx==1.5.0",
        ),
    ],
)
def test_what_is_meant(
    against: tuple[str, ...],
    releases: list[str],
    origin: str,
    project: Project,
    contract: Contract,
) -> None:
    question = releases_in_question(against, project, contract.timeline)
    assert contract.timeline.ranges(question.releases) == releases
    assert question.origin == origin
    assert contract.timeline.ranges(question.admitted) == ["llama-stack 0.7.0-0.7.3", "ogx 0.7.1"]


@pytest.mark.parametrize("wanted", ["ogx==1.5.1", "ogx>1.5.0,<1.6", "ogx-api>=1.6", "ogx~=2.0"])
def test_a_release_newer_than_the_table_is_no_mistake(
    wanted: str, project: Project, contract: Contract
) -> None:
    with pytest.raises(UncheckableError, match="is newer than all that are known here"):
        releases_in_question((wanted,), project, contract.timeline)


@pytest.mark.parametrize("wanted", ["ogx==1.4.7", "llama-stack<0.2", "llama-stack>=0.3,<0.3"])
def test_a_release_that_never_was_is_one(wanted: str, project: Project, contract: Contract) -> None:
    with pytest.raises(UnknownReleaseError, match="no release that is known satisfies"):
        releases_in_question((wanted,), project, contract.timeline)


@pytest.mark.parametrize(
    ("distributions", "releases"),
    [
        (("llama_stack-0.4.7", "llama_stack_api-0.7.3", "numpy-2.0"), ["llama-stack 0.4.7"]),
        (("llama_stack_api-0.7.3",), ["llama-stack 0.7.3"]),
        (("llama_stack-0.7.3", "ogx-1.5.0"), ["llama-stack 0.7.3", "ogx 1.5.0"]),
    ],
)
def test_what_is_installed(
    distributions: tuple[str, ...],
    releases: list[str],
    project: Project,
    tmp_path: Path,
    contract: Contract,
) -> None:
    python = environment(tmp_path / "env", *distributions)
    question = releases_in_question(("installed",), project, contract.timeline, python)
    assert contract.timeline.ranges(question.releases) == releases
    assert question.origin == f"installed for {python}, --python"


@pytest.mark.parametrize(
    ("distribution", "says"),
    [
        ("ogx-1.6.0", "is newer than all that are known here"),
        ("ogx-2.0.0.dev20261124", "is newer than all that are known here"),
        ("ogx-1.4.9", "is not among the releases that are known"),
        ("numpy-2.0", "no stack is installed in any environment of the provider"),
    ],
)
def test_what_is_installed_may_be_unknown(
    distribution: str, says: str, project: Project, tmp_path: Path, contract: Contract
) -> None:
    python = environment(tmp_path / "env", distribution)
    with pytest.raises(UncheckableError, match=says):
        releases_in_question(("installed",), project, contract.timeline, python)


def test_the_environment_is_looked_for(project: Project, tmp_path: Path) -> None:
    beside = environment(project.root / ".venv", "ogx-1.5.0")
    active = environment(tmp_path / "active", "llama_stack-0.7.3")
    assert find_installed(project.root, environ={}).python == beside
    found = find_installed(project.root, environ={"VIRTUAL_ENV": str(active.parent.parent)})
    assert (found.python, found.versions) == (active, {"llama-stack": "0.7.3"})
    empty = environment(tmp_path / "empty")
    with pytest.raises(NothingInstalledError, match=f"{empty} .--python.: no stack is installed"):
        find_installed(project.root, empty, {})


def test_an_environment_may_share_its_homes_packages(project: Project, tmp_path: Path) -> None:
    home = environment(tmp_path / "home", "ogx-1.5.0").parent
    settings = f"home = {home}\ninclude-system-site-packages = "
    shares = environment(tmp_path / "shares", settings=settings + "true\n")
    alone = environment(tmp_path / "alone", settings=settings + "false\n")
    assert find_installed(project.root, shares, {}).versions == {"ogx": "1.5.0"}
    with pytest.raises(NothingInstalledError):
        find_installed(project.root, alone, {})


def test_a_python_that_is_no_environment(project: Project, tmp_path: Path) -> None:
    """As Debian lays it out: several versions below one prefix."""
    write(tmp_path, {"usr/bin/python3.12": ""})
    (tmp_path / "usr/bin/python3").symlink_to("python3.12")
    for version, stack in (("3.11", "ogx-1.4.1"), ("3.12", "ogx-1.5.0")):
        place = tmp_path / f"usr/local/lib/python{version}/dist-packages/{stack}.dist-info"
        place.mkdir(parents=True)
    found = find_installed(project.root, tmp_path / "usr/bin/python3", {})
    assert found.versions == {"ogx": "1.5.0"}


def test_the_running_python_counts_last(project: Project) -> None:
    with pytest.raises(NothingInstalledError, match=sys.executable):
        find_installed(project.root, environ={})
