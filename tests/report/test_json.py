"""The report as JSON: every field is documented, and every documented field is there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source.reading import write
from tests.test_cli import EMPTY, GOOD_SPEC, run
from tests.test_upgrade import INIT
from tests.test_upgrade import SPEC as ANY_SPEC

SPEC = ANY_SPEC.format(api="files")

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    pyproject = """
        [project]
        name = "acme"
        requires-python = ">=3.12"
        dependencies = ["llama-stack-api>=0.7,<0.8", "mcp<1"]
        """
    files = {
        "pyproject.toml": pyproject,
        "acme/__init__.py": EMPTY,
        "acme/provider.py": GOOD_SPEC,
    }
    return write(tmp_path / "project", files)


def asked(folder: Path, *words: str) -> dict[str, list[dict[str, object]]]:
    document = json.loads(run(folder, "--format", "json", *words).stdout)
    assert isinstance(document, dict)
    return document


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def documented() -> Iterator[dict[str, object]]:
    for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL):
        yield json.loads(block if block.startswith("{") else f"{{{block}}}")


def test_every_field_is_documented_and_there(acme: Path) -> None:
    serving = write(acme.parent / "serving", {"acme/__init__.py": INIT, "acme/provider.py": SPEC})
    documents = [
        asked(serving),
        asked(acme, "--trace", "--against", "llama-stack==0.7.3"),
        asked(acme, "--from", "llama-stack==0.7.3", "--to", "ogx==1.5.0"),
    ]
    there = {key for document in documents for key in keys(document)}
    told = [block for block in documented() if not {"live", "served"} & set(block)]
    assert there == {key for block in told for key in keys(block)}


def test_what_is_declared_fails_and_would_hold(acme: Path) -> None:
    (project,) = asked(acme, "--against", "all")["projects"]
    assert project["asked"] == {
        "origin": "all that are known",
        "releases": ["llama-stack 0.2.2-0.7.3", "ogx 0.7.1-1.5.0"],
    }
    assert project["declared"] == {
        "requirements": ["llama-stack-api>=0.7,<0.8"],
        "origin": "pyproject.toml:5",
        "releases": ["llama-stack 0.7.0-0.7.3", "ogx 0.7.1"],
        "fail": ["llama-stack 0.7.0-0.7.3", "ogx 0.7.1"],
        "unknown": [],
    }
    assert project["advice"] == []


def test_the_third_column_is_told_of_what_is_declared(acme: Path) -> None:
    (provider,) = asked(acme, "--against", "all")["providers"]
    releases = provider["releases"]
    assert isinstance(releases, list)
    told = {one["release"] for one in releases if one["installs"] == "no"}
    assert told == {*(f"llama-stack 0.7.{patch}" for patch in range(4)), "ogx 0.7.1"}
    (why,) = {one["installs_why"] for one in releases} - {""}
    assert why == "the stack requires mcp>=1.23.0, the package mcp<1; let `mcp<1` go"


def test_what_could_not_be_checked(acme: Path) -> None:
    (acme / "empty").mkdir()
    (told,) = asked(acme, "empty")["unchecked"]
    assert str(told).startswith("empty: no package")
