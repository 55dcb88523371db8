"""What a module binds, against what Python itself says it binds."""

import ast
import sys
import textwrap
import types

import pytest

from validate_provider.contract.extract.scope import UnreadableModuleError, read_scope


def scope(source: str, dotted: str = "pkg.mod", *, package: bool = False):
    return read_scope(ast.parse(textwrap.dedent(source)), dotted, package=package)


def names(source: str) -> dict[str, bool]:
    """Return name -> is it certain."""
    return {name: binding.certain for name, binding in scope(source).bindings.items()}


RUN = [
    "class A: ...\ndef f(): inner = 1\nasync def g(): ...",
    "a = b = 1\nc, (d, *e) = 1, (2, 3)\nf: int = 1\ng: int\nh = 0\nh += 1",
    "import os.path\nimport xml.dom as dom\nfrom json import loads, dumps as d",
    "for i in range(3):\n    j = i\nelse:\n    k = 1",
    "while True:\n    x = 1\n    break",
    "with open(__file__) as f, open(__file__):\n    x = 1",
    "try:\n    import nowhere\nexcept ImportError as e:\n    nowhere = None\nelse:\n    never = 1",
    "try:\n    a = 1\nfinally:\n    last = 1",
    "try:\n    import json\nexcept ImportError:\n    raise",
    "x = y = 1\ndel x\nif y:\n    del y",
    "if (n := 3) > 2:\n    a = 1\nelse:\n    b = 1",
    "[w := v for v in range(2)]\nprint(lambda z: (q := z), end='')",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import abc\nelse:\n    x = 1",
    "import typing\nif not typing.TYPE_CHECKING:\n    x = 1",
    "if __name__ == '__main__':\n    main = 1",
    "match 1:\n    case 1:\n        a = 1\n    case _:\n        b = 1",
    "if False:\n    a = 1\nelif True:\n    b = 1",
    "def f():\n    global late\n    late = 1\nf()",
    "from contextlib import suppress\nwith suppress(ImportError):\n    import nowhere\n    y = 1",
    "class A:\n    x = 1\n    def f(self): ...\nB = A\nC = B",
]


@pytest.mark.parametrize("source", RUN)
def test_names_are_those_that_python_binds(source: str, capsys) -> None:
    module = types.ModuleType("mod")
    module.__file__ = __file__
    exec(source, vars(module))
    plain = {*vars(types.ModuleType("any")), "__builtins__", "__file__", "__annotations__"}
    bound = set(vars(module)) - plain
    read = names(source)
    assert bound <= set(read)
    assert {name for name, certain in read.items() if certain} <= bound


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("try:\n    import a\nexcept ImportError:\n    pass", {"a": False}),
        ("try:\n    import a\nexcept ImportError:\n    a = None", {"a": True}),
        ("try:\n    import a\nexcept ImportError:\n    raise", {"a": True}),
        ("try:\n    import a\nfinally:\n    b = 1", {"a": True, "b": True}),
        ("if unknown:\n    a = 1", {"a": False}),
        ("if unknown:\n    a = 1\nelse:\n    a = 2", {"a": True}),
        ("if unknown:\n    a = 1\nelse:\n    raise ValueError", {"a": True}),
        ("for i in x:\n    a = i", {"i": False, "a": False}),
        ("def f():\n    global a\n    a = 1", {"f": True, "a": False}),
        ("a = 1\nif unknown:\n    del a", {"a": False}),
        ("raise ImportError\na = 1", {}),
    ],
)
def test_a_name_bound_on_some_paths_only_is_not_certain(
    source: str, expected: dict[str, bool]
) -> None:
    assert names(source) == expected


@pytest.mark.parametrize(
    ("source", "name", "kind", "target"),
    [
        ("class A: ...", "A", "class", ""),
        ("def f(): ...", "f", "def", ""),
        ("x = 1", "x", "value", ""),
        ("import a.b", "a", "import", "a"),
        ("import a.b as c", "c", "import", "a.b"),
        ("from a.b import c as d", "d", "from", "a.b:c"),
        ("from . import x", "x", "from", "pkg:x"),
        ("from .x import y", "y", "from", "pkg.x:y"),
        ("class A: ...\nB = A", "B", "from", "pkg.mod:A"),
        ("from a import A\nB = A", "B", "from", "a:A"),
        ("import a.b as c\nB = c.D", "B", "from", "a.b:D"),
        ("B = unknown", "B", "value", ""),
        ("if u:\n    class A: ...\nelse:\n    A = None", "A", "value", ""),
        ("from __future__ import annotations", "annotations", "value", ""),
    ],
)
def test_what_a_name_is_bound_to(source: str, name: str, kind: str, target: str) -> None:
    binding = scope(source).bindings[name]
    assert (binding.kind, binding.target) == (kind, target)


def test_relative_imports_start_at_the_package_itself() -> None:
    read = scope("from .sub import A\nfrom . import sub, other as o", "pkg.inner", package=True)
    assert read.bindings["A"].target == "pkg.inner.sub:A"
    assert read.bindings["sub"].target == "pkg.inner.sub"
    assert (read.bindings["o"].kind, read.bindings["o"].target) == ("import", "pkg.inner.other")
    assert scope("from ..x import y", "pkg.inner.mod").bindings["y"].target == "pkg.x:y"


def test_star_imports_are_kept_in_order() -> None:
    read = scope("x = 1\nfrom .a import *\nfrom b import *\ny = 2")
    assert [star.module for star in read.stars] == ["pkg.a", "b"]
    first, second = (star.order for star in read.stars)
    assert read.bindings["x"].order < first < second < read.bindings["y"].order


def test_all_is_read() -> None:
    assert scope("x = 1").exported is None
    assert scope("__all__ = ['a', 'b']\n__all__ += ['c']").exported == ("a", "b", "c")
    assert scope("__all__: list[str] = []").exported == ()


@pytest.mark.parametrize("source", ["__all__ = [n for n in x]", "if u:\n    from a import *"])
def test_what_would_be_guessed_is_refused(source: str) -> None:
    with pytest.raises(UnreadableModuleError, match=r"pkg\.mod"):
        scope(source)


@pytest.mark.parametrize(
    ("source", "is_open"),
    [
        ("def __getattr__(name): ...", True),
        ("globals()['x'] = 1", True),
        ("exec('x = 1')", True),
        ("x = 1", False),
        ("class A:\n    def __getattr__(self, name): ...", False),
    ],
)
def test_a_module_that_makes_names_is_open(source: str, is_open) -> None:
    assert scope(source).open is is_open


@pytest.mark.skipif(sys.version_info < (3, 12), reason="its syntax is of Python 3.12")
def test_a_type_alias_statement_binds() -> None:
    assert names("type X = int") == {"X": True}
