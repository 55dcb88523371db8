"""What the names of a `provider` module are, release by release."""

from pathlib import Path

import pytest

from tests.source.reading import by_release, read
from validate_provider.contract import Contract
from validate_provider.source.values import Cases, Constant, Instance, Sequence, Unknown

OLD = "llama-stack 0.2.2-0.3.5"
API = "llama-stack 0.4.0-0.7.3, ogx 0.7.1"
OGX = "ogx 0.8.0-1.5.0"
EVERYWHERE = "llama-stack 0.2.2-0.7.3, ogx 0.7.1-1.5.0"
PARTIAL = """
from functools import partial
def f(a, b):
    return a + b
x = partial(f, 'a')('b')
"""
REGISTRY = """
R = {}
def register(name):
    def enter(function):
        R[name] = function
        return function
    return enter
@register('a')
def f():
    return 'b'
x = R['a']()
"""
CLASS_METHOD = """
class C:
    A = 'a'
    @classmethod
    def f(cls, b):
        return cls.A + b
x = C.f('b')
"""
METHOD = """
class C:
    def __init__(self, a):
        self.a = a
    def f(self):
        return self.a
x = C('a').f()
"""


def name(folder: Path, contract: Contract, source: str, wanted: str = "x", **more: str) -> Cases:
    """What `wanted` is after `source` is read as a provider module."""
    files = {"acme/__init__.py": "", "acme/provider.py": source}
    files |= {f"acme/{key}.py": text for key, text in more.items()}
    entry = read(folder, files, contract)
    module = entry.reader.sources.module("acme.provider")
    assert module is not None
    entry.reader.read_module(entry.reader.sources.module("acme"))
    entry.reader.read_module(module)
    return entry.reader.module_name(module, wanted, contract.timeline.everything)


def constant(cases: Cases, contract: Contract) -> dict[str, object]:
    found = by_release(cases, contract)
    return {
        where: value.value if isinstance(value, Constant) else value
        for where, value in found.items()
    }


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = 1", 1),
        ("x = 'a' + 'b'", "ab"),
        ("y = 'acme'\nx = f'remote::{y}'", "remote::acme"),
        ("x = 'a.b.c'.rsplit('.', 1)[1]", "c"),
        ("x = {'k': 'v'}['k']", "v"),
        ("x = 'yes' if 1 < 2 else 'no'", "yes"),
        ("x = None or 'b'", "b"),
        ("x = not []", True),
        ("x = -3", -3),
        ("x = 'a'\nx += 'b'", "ab"),
        ("x, y = 'a', 'b'", "a"),
        ("def f(a, b='2'):\n    return a + b\nx = f('1')", "12"),
        ("def f(a):\n    if a:\n        return 'yes'\n    return 'no'\nx = f('')", "no"),
        (
            "def f():\n    def g():\n        return y\n    y = 'inner'\n    return g()\nx = f()",
            "inner",
        ),
        ("from typing import TYPE_CHECKING\nx = 'run'\nif TYPE_CHECKING:\n    x = 'check'", "run"),
        ("x = ''\nfor p in ['a', 'b']:\n    x = x + p", "ab"),
        ("try:\n    raise ValueError('x')\nexcept ValueError:\n    x = 'caught'", "caught"),
        ("try:\n    y = 1\nexcept ValueError:\n    x = 'caught'\nelse:\n    x = 'else'", "else"),
        ("try:\n    y = 1\nfinally:\n    x = 'finally'", "finally"),
        ("from typing import cast\nx = cast(str, 'a')", "a"),
        ("y = {'a': 1} | {'b': 'c'}\nx = y['b']", "c"),
        ("y = {'a': {}}\ny['a']['b'] = 'c'\nx = y['a']['b']", "c"),
        ("y = {'a': 'b'}\ny['a'] += 'c'\nx = y['a']", "bc"),
        ("y = {'a': 'b', 'c': 'd'}\ndel y['c']\nx = 'c' in y", False),
        ("y = {'a': 'b'}\nx = y.pop('a') + str(len(y))", "b0"),
        ("y = {'a': 'b'}\nx = y.get('c', 'd')", "d"),
        ("x = ''.join(f'{k}{v}' for k, v in {'a': 'b', 'c': 'd'}.items())", "abcd"),
        ("x = [n for n in ('a', 'bc') if len(n) > 1][0]", "bc"),
        ("x = {n: n + n for n in 'a b'.split()}['b']", "bb"),
        ("x = any(n == 'b' for n in ['a', 'b'])", True),
        ("x = all(['a', ''])", False),
        ("y = ['b', 'a']\ny.sort()\ny.insert(1, 'c')\nx = '-'.join(y)", "a-c-b"),
        ("x = 'abc'[1:][0]", "b"),
        ("x = 1 < 2 < 2", False),
        ("match 'a':\n    case 'b' | 'c':\n        x = 1\n    case other:\n        x = other", "a"),
        (PARTIAL, "ab"),
        ("x = (lambda a: a + 'b')('a')", "ab"),
        ("def f(*a, **k):\n    return a[1] + k['c']\nx = f(*['a', 'b'], **{'c': 'd'})", "bd"),
        ("def f(d):\n    d['a'] = 'b'\ny = {}\nf(y)\nx = y['a']", "b"),
        (REGISTRY, "b"),
        (CLASS_METHOD, "ab"),
        (METHOD, "a"),
        ("import sys\nx = sys.version_info >= (3, 9)", True),
        ("import sys\nx = sys.version_info[:2] < (3, 10)", False),
        ("import sys\nx = sys.version_info.major == 3", True),
        ("import os\nx = os.getenv('ACME', 'acme')", "acme"),
        ("x = 'a'\nfrom .other import *\nfrom .other import y as x", "from other"),
        ("from .other import y as x", "from other"),
        ("from . import other\nx = other.y", "from other"),
        ("import acme.other\nx = acme.other.y", "from other"),
        ("from .other import *\nx = y", "from other"),
    ],
)
def test_a_constant_is_the_same_everywhere(
    source: str, value: object, tmp_path: Path, contract: Contract
) -> None:
    cases = name(tmp_path, contract, source, other="y = 'from other'")
    assert constant(cases, contract) == {EVERYWHERE: value}


@pytest.mark.parametrize(
    ("source", "values"),
    [
        (
            """
            try:
                from ogx_api import Api
                x = "ogx"
            except ImportError:
                try:
                    from llama_stack_api import Api
                    x = "api"
                except ModuleNotFoundError:
                    from llama_stack.apis.datatypes import Api
                    x = "old"
            """,
            {OLD: "old", API: "api", OGX: "ogx"},
        ),
        (
            """
            try:
                import ogx_api
            except ImportError:
                HAS_OGX = False
            else:
                HAS_OGX = True
            x = "ogx" if HAS_OGX else "llama-stack"
            """,
            {OGX: "ogx", "llama-stack 0.2.2-0.7.3, ogx 0.7.1": "llama-stack"},
        ),
        (
            """
            import importlib.util
            if importlib.util.find_spec("llama_stack_api") is not None:
                x = "api"
            else:
                x = "other"
            """,
            {API: "api", f"{OLD}, {OGX}": "other"},
        ),
        (
            """
            import llama_stack.providers.datatypes as datatypes
            x = "nested" if hasattr(datatypes, "AdapterSpec") else "flat"
            """,
            {"llama-stack 0.2.2-0.2.22": "nested", "llama-stack 0.2.23-0.3.5": "flat"},
        ),
        (
            """
            try:
                from llama_stack_api import Api
            except ImportError:
                from ogx_api import Api
            x = Api.safety.value
            """,
            {
                "llama-stack 0.4.0-0.7.3, ogx 0.7.1-0.8.0": "safety",
            },
        ),
        (
            """
            from importlib.metadata import PackageNotFoundError, version
            try:
                x = version("llama-stack").rpartition(".")[0]
            except PackageNotFoundError:
                x = "ogx"
            x = x if x == "ogx" else x >= "0.7"
            """,
            {
                "llama-stack 0.2.2-0.6.1": False,
                "llama-stack 0.7.0-0.7.3": True,
                "ogx 0.7.1-1.5.0": "ogx",
            },
        ),
        (
            """
            from importlib.metadata import version
            from packaging.version import Version
            x = Version(version("ogx")) >= Version("1.0")
            """,
            {"ogx 0.7.1-0.8.0": False, "ogx 1.0.0-1.5.0": True},
        ),
        (
            """
            from llama_stack.providers.datatypes import RemoteProviderSpec
            x = "adapter" in RemoteProviderSpec.model_fields
            """,
            {"llama-stack 0.2.2-0.2.22": True, "llama-stack 0.2.23-0.3.5": False},
        ),
    ],
)
def test_a_shim_is_decided_release_by_release(
    source: str, values: dict[str, object], tmp_path: Path, contract: Contract
) -> None:
    assert constant(name(tmp_path, contract, source), contract) == values


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import os\nx = os.environ['A']", "`os.environ['A']`"),
        (
            "import os\nx = 'a' if os.path.exists('b') else 'c'",
            "`'a' if os.path.exists('b') else 'c'`",
        ),
        ("import os\nx = 1\nif os.name == 'nt':\n    x = 2", "`x` depends on `os.name == 'nt'`"),
        ("try:\n    import kfp\n    x = 1\nexcept ImportError:\n    x = 2", "`x` depends on"),
        ("while True:\n    x = 1", "`while True:`"),
        ("def f(n):\n    return f(n)\nx = f(1)", "`f` calls itself"),
    ],
)
def test_what_reading_cannot_tell_says_why(
    source: str, why: str, tmp_path: Path, contract: Contract
) -> None:
    cases = name(tmp_path, contract, source)
    assert [type(case.value) for case in cases] == [Unknown]
    assert why in cases[0].value.why  # type: ignore[union-attr]


def test_a_conditional_append_keeps_its_releases(tmp_path: Path, contract: Contract) -> None:
    source = """
        x = ["always"]
        try:
            import llama_stack_api
            x.append("api")
        except ImportError:
            pass
    """
    found = by_release(name(tmp_path, contract, source), contract)
    texts = {
        where: [item.value for item in value.items]
        for where, value in found.items()
        if isinstance(value, Sequence)
    }
    assert texts == {
        API: [Constant("always"), Constant("api")],
        f"{OLD}, {OGX}": [Constant("always")],
    }


def test_a_call_of_a_spec_class_keeps_what_it_is_given(tmp_path: Path, contract: Contract) -> None:
    source = """
        from llama_stack_api import Api, RemoteProviderSpec
        COMMON = {"module": "acme"}
        x = RemoteProviderSpec(api=Api.inference, provider_type="remote::acme", **COMMON)
    """
    (case,) = name(tmp_path, contract, source)
    assert isinstance(case.value, Instance)
    assert constant(case.value.keywords["module"], contract) == {API: "acme"}


def test_a_test_that_all_pythons_of_a_release_answer_alike_is_decided(
    tmp_path: Path, contract: Contract
) -> None:
    source = "import sys\nx = sys.version_info >= (3, 12)"
    told = constant(name(tmp_path, contract, source), contract)
    assert told.pop("llama-stack 0.2.13-0.7.3, ogx 0.7.1-1.5.0") is True
    assert [type(value) for value in told.values()] == [Unknown]
