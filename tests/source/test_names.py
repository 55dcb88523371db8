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
