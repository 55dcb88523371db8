"""From modules to facts, on stacks of a few lines."""

import re

import pytest

from validate_provider.contract.extract.apis import CheckRule
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.imports import add_names
from validate_provider.contract.extract.modules import Reader
from validate_provider.contract.extract.wheels import Source
from validate_provider.contract.releases import Release, Timeline
from validate_provider.contract.signatures import parse_method

TIMELINE = Timeline(
    Release("llama-stack", version, "llama_stack", "", "", ">=3.12") for version in ("1", "2", "3")
)


def facts(*releases: dict[str, str]) -> dict[str, list[str]]:
    """Return the lines about each module of stacks given as {path: text}."""
    gathered = Facts()
    for bit, files in enumerate(releases):
        sources = []
        for path, text in files.items():
            package = path.endswith("__init__.py")
            dotted = path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
            sources.append(Source(f"llama_stack.{dotted}", package, text))
        add_names(gathered, Reader().read(sources), 1 << bit)
    return {
        block.splitlines()[0].removeprefix("llama_stack").removeprefix("."): [
            line.strip().replace("\t", " | ") for line in block.splitlines()[1:]
        ]
        for block in re.split(r"\n(?=\S)", gathered.text(TIMELINE))[1:]
    }


def test_names_of_which_the_same_holds_share_a_line() -> None:
    found = facts(
        {"a.py": "from x import A, B as C\nclass D: ...\nclass E: ..."},
        {"a.py": "from x import A, B as C\nclass D: ..."},
        {"a.py": "from x import A\nclass D: ..."},
    )
    assert found["a"] == [
        "1.. | module",
        "1 | class E",
        "1.. | class D",
        "1..2 | from x C=B",
        "1.. | from x A",
    ]


def test_a_folder_without_init_is_a_module_too() -> None:
    found = facts({"a/b/c.py": ""}, {"a/b/c.py": ""}, {"d.py": ""})
    assert found == {
        "": ["1.. | module"],
        "a": ["1..2 | module"],
        "a.b": ["1..2 | module"],
        "a.b.c": ["1..2 | module"],
        "d": ["3.. | module"],
    }


def test_a_star_import_that_comes_later_wins() -> None:
    star = "from llama_stack.b import *"
    found = facts(
        {"a.py": f"X = 1\n{star}", "b.py": "X = 2"},
        {"a.py": f"{star}\nX = 1", "b.py": "X = 2"},
        {"a.py": f"X = 1\n{star}", "b.py": "Y = 2"},
    )
    assert found["a"] == ["1.. | module", "1.. | star llama_stack.b", "2.. | value X"]


def test_the_last_of_several_star_imports_stands_first() -> None:
    found = facts({"a.py": "from llama_stack.b import *\nfrom llama_stack.c import *"})
    assert "1 | star llama_stack.c llama_stack.b" in found["a"]


def test_all_is_kept_where_it_makes_a_difference() -> None:
    found = facts(
        {"a/__init__.py": "X = _Y = Z = 1\n__all__ = ['X', '_Y', 'sub', 'Gone']", "a/sub.py": ""},
        {"a/__init__.py": "X = 1\n__all__ = ['X']"},
    )
    assert found["a"][1:] == [
        "1 | hidden Z",
        "1 | shown _Y",
        "1 | phantom Gone",
        "1 | value Z _Y",
        "1..2 | value X __all__",
    ]


def test_all_may_name_what_a_star_import_brings() -> None:
    found = facts({"a.py": "from .b import *\n__all__ = ['X']", "b.py": "X = Y = 1"})
    assert "1 | hidden Y" in found["a"]
    assert not [line for line in found["a"] if "phantom" in line]


def test_a_module_that_makes_its_names_is_open() -> None:
    assert "1 | open" in facts({"a.py": "def __getattr__(name): ..."})["a"]


@pytest.mark.parametrize(
    ("method", "old_rule", "new_rule"),
    [
        ("def f()", False, False),
        ("def f() webmethod", True, True),
        ("def f() webmethod v1", True, True),
        ("def f() webmethod experimental", False, True),
        ("def f() webmethod v1 v1alpha", True, False),
        ("def f() webmethod v1alpha experimental", False, False),
    ],
)
def test_which_methods_a_loader_checks(method: str, *, old_rule: bool, new_rule: bool) -> None:
    _, read = parse_method(method)
    assert CheckRule(skips_experimental=True, skipped_level="").checks(read) is old_rule
    assert CheckRule(skips_experimental=False, skipped_level="v1alpha").checks(read) is new_rule
