"""What Python itself refuses when the plain package of the zoo is made, called or returned."""

from pathlib import Path

import pytest

from tests.fine.plain import PLAIN, dedented
from tests.rules.mutation import checked
from tests.source.reading import write
from validate_provider.contract import Contract
from validate_provider.finding import Answer, Column

FACTORY = "async def get_adapter_impl(config, deps):\n    "
METHODS = """
    async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None, authorization=None):
        ...

    async def invoke_tool(self, tool_name, kwargs, authorization=None):
        ...
"""
REFUSED = {
    "a name from a package that is still being imported": (
        {
            "__init__.py": "from .impl import AcmeImpl\nNAME = 1\n"
            f"{FACTORY}return AcmeImpl(config)",
            "impl.py": dedented("from acme import NAME", PLAIN["impl.py"]),
        },
        "SPK103",
        "ImportError: cannot import name 'NAME' from partially initialized module 'acme'",
    ),
    "a factory that yields": (
        {"__init__.py": f"from .impl import AcmeImpl\n{FACTORY}yield AcmeImpl(config)"},
        "SPK504",
        "TypeError: object async_generator can't be used in 'await' expression",
    ),
    "a factory that is a context manager": (
        {
            "__init__.py": "from contextlib import asynccontextmanager\n"
            "from .impl import AcmeImpl\n@asynccontextmanager\n"
            f"{FACTORY}yield AcmeImpl(config)"
        },
        "SPK504",
        "TypeError: object _AsyncGeneratorContextManager can't be used in 'await' expression",
    ),
    "a dataclass with slots": (
        {
            "impl.py": "from dataclasses import dataclass\n@dataclass(slots=True)\n"
            f"class AcmeImpl:\n    config: object\n{METHODS}"
        },
        "SPK508",
        "AttributeError: 'AcmeImpl' object has no attribute '__provider_id__'",
    ),
    "a protocol of one's own": (
        {
            "impl.py": f"from typing import Protocol\nclass AcmeImpl(Protocol):\n{METHODS}",
            "__init__.py": f"from .impl import AcmeImpl\n{FACTORY}return AcmeImpl()",
        },
        "SPK503",
        "TypeError: Protocols cannot be instantiated",
    ),
    "a list for a dataclass's default": (
        {
            "config.py": "from dataclasses import dataclass\n@dataclass\nclass AcmeConfig:\n"
            "    urls: list[str] = []\n"
        },
        "SPK103",
        "ValueError: mutable default <class 'list'> for field urls is not allowed",
    ),
    "a dataclass's field that comes too late": (
        {
            "config.py": "import dataclasses\n@dataclasses.dataclass\nclass AcmeConfig:\n"
            "    url: str = ''\n    token: str\n"
        },
        "SPK103",
        "TypeError: non-default argument 'token' follows default argument",
    ),
    "a name of __all__ that is not there": (
        {
            "factory.py": dedented("__all__ = ['get_adapter_impl', 'gone']", PLAIN["__init__.py"]),
            "__init__.py": "from .factory import *",
        },
        "SPK103",
        "AttributeError: module 'acme.factory' has no attribute 'gone'",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_the_same_words(name: str, tmp_path: Path, contract: Contract) -> None:
    changed, code, says = REFUSED[name]
    files = {f"acme/{path}": text for path, text in (PLAIN | changed).items()}
    found = checked(write(tmp_path, files), contract, "llama-stack==0.7.3")
    (provider,) = found.providers
    assert provider.answers(Column.LOADS, Answer.NO) == found.releases
    (verdict,) = provider.verdicts
    assert (verdict.code, verdict.stack_says[: len(says)]) == (code, says)
