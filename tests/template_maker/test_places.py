"""From where a name is imported: what mypy takes, and most releases have."""

from pathlib import Path

import pytest

from template_maker.places import NoPlaceError, Place
from tests.template_maker.stack import Files, places

SAFETY = {
    "llama_stack/__init__.py": "",
    "llama_stack/apis/__init__.py": "",
    "llama_stack/apis/shields.py": "class Shield: ...",
    "llama_stack/apis/safety/__init__.py": "from .safety import *",
    "llama_stack/apis/safety/safety.py": (
        "from typing import Any\n"
        "from fastapi import UploadFile as File\n"
        "from llama_stack.apis.shields import Shield\n"
        "from . import more\n"
        "from .more import Violation\n"
        "Level = Literal['a']\n"
        "class Safety: ...\n"
        "class _Private: ...\n"
    ),
    "llama_stack/apis/safety/more.py": "class Violation: ...",
}
MODULE = "llama_stack.apis.safety.safety"


def place(folder: Path, name: str, *releases: Files, module: str = MODULE) -> str:
    found = places(folder, *releases).of(module, name)
    return f"{found.module}:{found.name}" if found else "builtin"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Safety", "llama_stack.apis.safety:Safety"),
        ("Level", "llama_stack.apis.safety:Level"),
        ("Shield", "llama_stack.apis.shields:Shield"),
        # A star import of what another module only imports is no re-export.
        ("Violation", "llama_stack.apis.safety.more:Violation"),
        ("Any", "typing:Any"),
        ("File", "fastapi:UploadFile"),
        ("str", "builtin"),
    ],
)
def test_where_a_name_comes_from(name: str, expected: str, tmp_path: Path) -> None:
    assert place(tmp_path, name, SAFETY) == expected


@pytest.mark.parametrize("name", ["nothing", "_Private", "more"])
def test_what_cannot_be_imported(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoPlaceError, match=name):
        places(tmp_path, SAFETY).of(MODULE, name)


def test_a_re_export_must_be_said(tmp_path: Path) -> None:
    package = "llama_stack/apis/safety/__init__.py"
    silent = SAFETY | {package: "from .safety import Safety"}
    assert place(tmp_path, "Safety", silent) == f"{MODULE}:Safety"
    said = SAFETY | {package: "from .safety import Safety\n__all__ = ['Safety']"}
    assert place(tmp_path, "Safety", said) == "llama_stack.apis.safety:Safety"


API = {
    "llama_stack_api/__init__.py": "from .files import Files\n__all__ = ['Files', 'Gone']",
    "llama_stack_api/files.py": (
        "from openai.types import Batch as BatchObject\nclass Files: ...\nclass Order: ..."
    ),
}
FILES = "llama_stack_api.files"


def test_the_root_comes_first(tmp_path: Path) -> None:
    assert place(tmp_path, "Files", API, module=FILES) == "llama_stack_api:Files"
    assert place(tmp_path, "Order", API, module=FILES) == f"{FILES}:Order"


def test_a_place_that_more_releases_have_comes_first(tmp_path: Path) -> None:
    older = API | {"llama_stack_api/__init__.py": ""}
    assert place(tmp_path, "Files", older, API, module=FILES) == f"{FILES}:Files"


def test_what_the_stack_hands_on_is_imported_from_it(tmp_path: Path) -> None:
    assert place(tmp_path, "BatchObject", API, module=FILES) == "openai.types:Batch"
    root = "from .files import BatchObject\n__all__ = ['BatchObject']"
    handing_on = API | {"llama_stack_api/__init__.py": root}
    assert place(tmp_path, "BatchObject", handing_on, module=FILES) == "llama_stack_api:BatchObject"


def test_an_alias_is_the_name_of_the_definition(tmp_path: Path) -> None:
    text = "from llama_stack_api.files import Files as AllFiles"
    release = API | {"llama_stack_api/other.py": text}
    found = places(tmp_path, release).of("llama_stack_api.other", "AllFiles")
    assert found == Place("llama_stack_api", "Files")
