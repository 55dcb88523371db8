"""copier, cookiecutter and new-provider make the same package, byte for byte."""

import shutil

import pytest

from new_provider.answers import settle
from new_provider.cells import CELLS
from new_provider.facts import facts
from new_provider.render import render
from tests.template.conftest import TEMPLATE, files_of
from tests.template.test_generated import label

ROOT = TEMPLATE.parents[1]
ODD = "He said \"hi\": {x} 'q' <b>&amp; \\n # é 😀 %} ${env.X} }} - [y]: |"


def one_of_each():
    """One cell of each starter, and of each line a skeleton."""
    cells = {}
    for cell in CELLS:
        starter = facts()["_cells"][cell.api][cell.line.name][cell.kind]["starter"]
        cells.setdefault((starter, "" if cell.starter else cell.line), cell)
    return list(cells.values())


@pytest.mark.parametrize("cell", one_of_each(), ids=label)
def test_same_package(cell, by_copier, by_cookiecutter, tmp_path):
    asked = {"name": "my-backend", "api": cell.api, "kind": cell.kind, "target": cell.line.name}
    answers = settle(asked, None)
    data = answers.as_data()

    render(answers, tmp_path / "by-new-provider")

    ours = files_of(tmp_path / "by-new-provider")
    assert by_copier(data) == ours
    assert by_cookiecutter(data) == ours


def test_same_defaults(by_copier, by_cookiecutter, tmp_path):
    render(settle({"name": "my-backend"}, None), tmp_path / "by-new-provider")

    ours = files_of(tmp_path / "by-new-provider")
    assert by_copier({"name": "my-backend"}) == ours
    assert by_cookiecutter({"name": "my-backend"}) == ours


def test_same_odd_text(by_copier, by_cookiecutter, tmp_path):
    data = {"name": "acme", "description": ODD, "author": ODD}
    render(settle(data, None), tmp_path / "by-new-provider")

    ours = files_of(tmp_path / "by-new-provider")
    assert by_copier(data) == ours
    assert by_cookiecutter(data) == ours


def test_the_repository_itself_is_a_template(by_copier, by_cookiecutter, tmp_path):
    # A copy that is no git repository: of one, copier takes the last release.
    repository = tmp_path / "repository"
    shutil.copytree(ROOT / "templates", repository / "templates")
    for name in ("copier.yml", "cookiecutter.json"):
        shutil.copy(ROOT / name, repository)
    data = {"name": "acme", "target": "ogx-0.8"}

    theirs = by_copier(data, repository)

    assert theirs == by_cookiecutter(data, repository)
    assert "src/ogx_provider_acme/provider.py" in theirs


def test_paths_that_windows_takes():
    # It allows 260 characters for the whole path, and some characters in none.
    for path in TEMPLATE.rglob("*"):
        relative = path.relative_to(TEMPLATE).as_posix()
        assert len(relative) <= 150, relative
        assert not set(relative) & set('<>:"\\|?*'), relative
