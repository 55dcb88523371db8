"""copier, cookiecutter and new-provider make the same package, byte for byte."""

import shutil
import tomllib

import pytest

from new_provider.answers import settle
from new_provider.questions import QUESTIONS
from new_provider.render import render
from tests.template import matrix
from tests.template.conftest import TEMPLATE, files_of

ROOT = TEMPLATE.parents[1]
ROWS = matrix.rows()
WINDOWS = {"CON", "PRN", "AUX", "NUL", *(f"{it}{n}" for it in ("COM", "LPT") for n in range(10))}
"""Names that Windows keeps for devices, whatever their ending is."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(list(row.values())[:3]))
def test_same_package(row, by_copier, by_cookiecutter, tmp_path):
    answers = settle(row, None)
    data = answers.as_data()

    render(answers, tmp_path / "by-new-provider")

    ours = files_of(tmp_path / "by-new-provider")
    assert by_copier(data) == ours
    assert by_cookiecutter(data) == ours
    project = tomllib.loads(ours["pyproject.toml"].decode())["project"]
    assert project["description"] == row["description"]
    assert project.get("authors", [{"name": ""}]) == [{"name": row["author"]}]


def test_every_answer_stands_beside_each_other_one():
    assert matrix.wanted() == {pair for row in ROWS for pair in matrix.pairs_of(row)}
    assert {name for row in ROWS for name in row} == {question.name for question in QUESTIONS}


def test_same_defaults(by_copier, by_cookiecutter, tmp_path):
    render(settle({"name": "my-backend"}, None), tmp_path / "by-new-provider")

    ours = files_of(tmp_path / "by-new-provider")
    assert by_copier({"name": "my-backend"}) == ours
    assert by_cookiecutter({"name": "my-backend"}) == ours


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
    # It allows 260 characters for the whole path, and some characters and names in none.
    for path in TEMPLATE.rglob("*"):
        relative = path.relative_to(TEMPLATE).as_posix()
        assert len(relative) <= 150, relative
        assert_windows_takes(relative)


@pytest.mark.parametrize("row", ROWS[:: len(ROWS) // 8], ids=lambda row: row["api"])
def test_written_paths_that_windows_takes(row, tmp_path):
    render(settle(row, None), tmp_path / "package")

    for path in files_of(tmp_path / "package"):
        assert len(path) <= 120, path
        assert_windows_takes(path)


def assert_windows_takes(path):
    assert not set(path) & set('<>:"\\|?*'), path
    for part in path.split("/"):
        assert part.partition(".")[0].upper() not in WINDOWS, path
        assert not part.endswith((" ", ".")), path
