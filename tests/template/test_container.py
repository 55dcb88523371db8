"""The Containerfile says what the package needs, whatever the line."""

import tomllib

import pytest
import yaml

from new_provider.answers import settle
from new_provider.cells import CELLS
from new_provider.questions import FOUND_BY
from new_provider.render import render
from tests import containerfile
from tests.real.cells.lines import few
from tests.template.test_generated import label, named

CASES = [
    (cell, found_by)
    for cell in few(CELLS)
    for found_by in FOUND_BY
    if found_by == "directory" or not cell.line.directory_only
]


@pytest.fixture(params=CASES, ids=lambda case: f"{label(case[0])}-{case[1]}")
def case(request):
    return request.param


@pytest.fixture
def package(case, tmp_path):
    cell, found_by = case
    answers = {**named("my-backend", cell), "found_by": found_by, "container": "yes"}
    render(settle(answers, None), tmp_path / "package")
    return tmp_path / "package"


def test_it_copies_all_that_is_installed_and_run(package):
    sources = containerfile.read(package / "Containerfile").sources
    project = tomllib.loads((package / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    about = project["project"]
    needed = {"pyproject.toml", "run.yaml", about["readme"], *about["license-files"]}
    needed |= {name.partition("/")[0] for name in wheel["packages"]}
    needed |= set(wheel.get("force-include", ()))

    assert set(sources) == needed
    assert all((package / name).exists() for name in sources)


def test_it_starts_the_server_and_not_as_root(case, package):
    file = containerfile.read(package / "Containerfile")
    made = [user for user, words in file.runs if words == ["useradd", "--create-home", file.user]]

    assert made == ["root"]
    assert file.command == [*case[0].command.split(), "run.yaml"]
    assert ("root", ["python", "-m", "pip", "install", "--no-cache-dir", ".[server]"]) in file.runs


def test_the_server_is_reached_from_outside(package):
    [(name, value)] = containerfile.read(package / "Containerfile").environ.items()
    host = yaml.safe_load((package / "run.yaml").read_text())["server"]["host"]

    assert value == "0.0.0.0"
    assert host.startswith(f"${{env.{name}:")
    assert host.endswith("127.0.0.1}")


def test_there_is_none_unless_it_is_asked_for(tmp_path):
    render(settle({"name": "acme"}, None), tmp_path / "package")

    assert not (tmp_path / "package" / "Containerfile").exists()
    text = (tmp_path / "package" / "README.md").read_text()
    assert "podman" not in text
