"""Odd packages that real stacks load and start: none of them may be told that it does not.

What reading can't tell may be unknown; a `no` would be a false alarm. `tests/real/` puts each of
them to a real stack.
"""

import textwrap
from pathlib import Path

import pytest

from tests.rules.test_mutations import checked
from tests.source.reading import write
from validate_provider.contract import Contract
from validate_provider.finding import Answer

API_SHIM = """
    try:
        from ogx_api import Api, RemoteProviderSpec
    except ImportError:
        try:
            from llama_stack_api import Api, RemoteProviderSpec
        except ImportError:
            from llama_stack.providers.datatypes import Api, RemoteProviderSpec
"""
SPEC = """
    def get_provider_spec():
        return RemoteProviderSpec(
            api=Api.tool_runtime,
            provider_type="remote::acme",
            adapter_type="acme",
            module="acme",
            config_class="acme.config.AcmeConfig",
        )
"""
KEYWORDS = 'api=Api.tool_runtime, provider_type="remote::acme", adapter_type="acme"'
REST = 'module="acme", config_class="acme.config.AcmeConfig"'
FACTORY = """
    from .config import AcmeConfig

    async def get_adapter_impl(config, deps):
        from .impl import AcmeImpl

        return AcmeImpl(config)
"""
CONFIG = """
    from pydantic import BaseModel

    class AcmeConfig(BaseModel):
        url: str = "http://localhost"
"""
IMPL = """
    class AcmeImpl:
        def __init__(self, config):
            self.config = config

        async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None,
                                     authorization=None):
            ...

        async def invoke_tool(self, tool_name, kwargs, authorization=None):
            ...

        async def register_toolgroup(self, toolgroup):
            ...

        async def unregister_toolgroup(self, toolgroup_id):
            ...
"""
OLD, NEW = "llama-stack==0.3.5", "ogx==1.5.0"


def dedented(*parts: str) -> str:
    return "\n".join(textwrap.dedent(part) for part in parts)


def in_spec(*lines: str) -> str:
    """A provider module whose `get_provider_spec` has this body."""
    body = "\n".join(f"    {line}" for line in lines)
    return dedented(API_SHIM) + f"\ndef get_provider_spec():\n{body}\n"


FINE: dict[str, dict[str, str]] = {
    "the plain one": {},
    "a flag set where a call may fail": {
        "provider.py": dedented(
            """
            from importlib.metadata import PackageNotFoundError, version
            try:
                version("ogx-api")
                IS_OGX = True
            except PackageNotFoundError:
                IS_OGX = False
            if IS_OGX:
                from ogx_api import Api, RemoteProviderSpec
            else:
                from llama_stack.providers.datatypes import Api, RemoteProviderSpec
            """,
            SPEC,
        )
    },
    "suppress": {
        "provider.py": dedented(
            """
            from contextlib import suppress
            with suppress(ImportError):
                from llama_stack.providers.datatypes import Api, RemoteProviderSpec
            with suppress(ImportError):
                from llama_stack_api import Api, RemoteProviderSpec
            with suppress(ImportError):
                from ogx_api import Api, RemoteProviderSpec
            """,
            SPEC,
        )
    },
    "errors under another name": {
        "provider.py": dedented(
            """
            ERRORS = (ImportError, ModuleNotFoundError)
            try:
                from ogx_api import Api, RemoteProviderSpec
            except ERRORS:
                from llama_stack.providers.datatypes import Api, RemoteProviderSpec
            """,
            SPEC,
        )
    },
    "raised again and caught outside": {
        "provider.py": dedented(
            """
            try:
                try:
                    from ogx_api import Api, RemoteProviderSpec
                except ImportError as error:
                    raise error
            except ImportError:
                from llama_stack.providers.datatypes import Api, RemoteProviderSpec
            """,
            SPEC,
        )
    },
    "an exception of one's own": {
        "provider.py": dedented(
            """
            class NoOgx(ImportError):
                pass
            def ogx():
                try:
                    import ogx_api
                except ImportError:
                    raise NoOgx("no ogx")
                return ogx_api
            try:
                api = ogx()
            except ImportError:
                import llama_stack.providers.datatypes as api
            Api, RemoteProviderSpec = api.Api, api.RemoteProviderSpec
            """,
            SPEC,
        )
    },
    "a later key wins": {
        "provider.py": in_spec(
            'base = {"module": None, "config_class": "acme.nowhere.C"}',
            f"return RemoteProviderSpec(**{{**base, **dict({KEYWORDS}, {REST})}})",
        )
    },
    "update by keywords": {
        "provider.py": in_spec(
            f"given = dict({KEYWORDS})",
            f"given.update({REST})",
            "return RemoteProviderSpec(**given)",
        )
    },
    "a key by name and setdefault": {
        "provider.py": in_spec(
            f"given = dict({KEYWORDS})",
            'key = "module"',
            'given[key] = "acme"',
            'given.setdefault("config_class", "acme.config.AcmeConfig")',
            "return RemoteProviderSpec(**given)",
        )
    },
    "a loop over items": {
        "provider.py": in_spec(
            "given = {}",
            f"for key, value in dict({KEYWORDS}, {REST}).items():",
            "    given[key] = value",
            "return RemoteProviderSpec(**given)",
        )
    },
    "attributes set afterwards": {
        "provider.py": in_spec(
            f'spec = RemoteProviderSpec({KEYWORDS}, config_class="acme.nowhere.C")',
            'spec.module = "acme"',
            'spec.config_class = "acme.config.AcmeConfig"',
            "return spec",
        )
    },
    "a global": {
        "provider.py": dedented(API_SHIM)
        + "\n".join(
            [
                "\n_SPEC = None",
                "def _make():",
                "    global _SPEC",
                f"    _SPEC = RemoteProviderSpec({KEYWORDS}, {REST})",
                "def get_provider_spec():",
                "    _make()",
                "    return _SPEC",
            ]
        )
    },
    "names made at run time": {
        "provider.py": dedented(API_SHIM)
        + "\nglobals()['MODULE'] = 'acme'\n"
        + "def get_provider_spec():\n"
        + f"    return RemoteProviderSpec({KEYWORDS}, module=MODULE, "
        + 'config_class="acme.config.AcmeConfig")\n'
    },
    "keyword-only parameters behind a star": {
        "provider.py": dedented(API_SHIM)
        + '\ndef _spec(*packages, module="acme", config_class="acme.config.AcmeConfig"):\n'
        + f"    return RemoteProviderSpec({KEYWORDS}, module=module, config_class=config_class,"
        + " pip_packages=list(packages))\n"
        + "def get_provider_spec():\n    return _spec('httpx', 'tenacity')\n"
    },
    "the module's own dunders": {
        "provider.py": in_spec(
            "from . import config",
            f"return RemoteProviderSpec({KEYWORDS}, module=__package__, "
            'config_class=f"{config.__name__}.AcmeConfig")',
        ),
        "__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
        + dedented(FACTORY),
    },
    "a module that answers any name": {
        "__init__.py": dedented(
            """
            def __getattr__(name):
                if name == "get_adapter_impl":
                    from .factory import get_adapter_impl
                    return get_adapter_impl
                raise AttributeError(name)
            """
        ),
        "factory.py": dedented(FACTORY),
    },
    "a match in the factory": {
        "__init__.py": dedented(
            """
            async def get_adapter_impl(config, deps):
                match config.url:
                    case "fast":
                        from .impl import AcmeImpl as Impl
                    case _:
                        from .impl import AcmeImpl as Impl
                return Impl(config)
            """
        )
    },
    "a guard in the factory": {
        "__init__.py": dedented(
            """
            from .config import AcmeConfig
            async def get_adapter_impl(config, deps):
                if config is None or not isinstance(config, AcmeConfig):
                    raise TypeError("wrong config")
                from .impl import AcmeImpl
                return AcmeImpl(config)
            """
        )
    },
    "a method set on the instance": {
        "impl.py": dedented(IMPL)
        .replace("self.config = config", "self.invoke_tool = self._invoke")
        .replace("async def invoke_tool", "async def _invoke")
    },
    "a class that answers any name": {
        "impl.py": dedented(
            """
            class Inner:
                async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None,
                                             authorization=None): ...
                async def invoke_tool(self, tool_name, kwargs, authorization=None): ...
                async def register_toolgroup(self, toolgroup): ...
                async def unregister_toolgroup(self, toolgroup_id): ...
            class AcmeImpl:
                def __init__(self, config):
                    self._inner = Inner()
                def __getattr__(self, name):
                    return getattr(self._inner, name)
            """
        )
    },
    "a method given to the class afterwards": {
        "impl.py": dedented(IMPL).replace("async def invoke_tool", "async def _invoke")
        + "\nAcmeImpl.invoke_tool = AcmeImpl._invoke\n"
    },
    "syntax of a later Python": {
        "config.py": "type Url = str\n" + dedented(CONFIG),
    },
}


def write_fine(name: str, folder: Path) -> Path:
    """Write one of the packages into a folder."""
    files = {
        "provider.py": dedented(API_SHIM, SPEC),
        "__init__.py": dedented(FACTORY),
        "config.py": dedented(CONFIG),
        "impl.py": dedented(IMPL),
    }
    files |= FINE[name]
    return write(folder, {f"acme/{file}": text for file, text in files.items()})


@pytest.mark.parametrize("against", [OLD, NEW])
@pytest.mark.parametrize("name", FINE)
def test_no_false_alarm(name: str, against: str, tmp_path: Path, contract: Contract) -> None:
    found = checked(write_fine(name, tmp_path), contract, against)
    assert [f"{f.code}: {f.message}" for f in found.findings] == []
    for provider in found.providers:
        for verdict in provider.verdicts:
            assert Answer.NO not in (verdict.loads, verdict.serves)
            if name == "the plain one":
                assert (verdict.loads, verdict.serves) == (Answer.YES, Answer.YES)


HEAVY = {
    "nested deeply": "x = " + " + ".join(["'a'"] * 900),
    "many branches": "if x == 0: pass\n" + "".join(f"elif x == {n}: pass\n" for n in range(400)),
    "growing text": "s = 'ab'\n" + "s = f'{s}{s}'\n" * 60,
    "growing list": "s = [1]\n" + "s = s + s\n" * 60,
    "growing dict": "s = {'a': 1}\n" + "s = {**s, **s}\n" * 60,
    "pairs of pairs": "a = ()\nb = ()\n" + "a = (a, a)\nb = (b, b)\n" * 30 + "c = a == b\n",
    "loops in loops": "r = ["
    + "1, " * 400
    + "]\nfor a in r:\n for b in r:\n  for c in r:\n   d = 1\n",
    "calls that double": "def f0(): return 1\n"
    + "".join(f"def f{n}(): return [f{n - 1}(), f{n - 1}()]\n" for n in range(1, 31))
    + "x = f30()\n",
    "a wide format": "x = '%3000000000d' % 1\ny = '{:>3000000000}'.format(1)\n",
    "a format that fails": "x = '{0.foo}'.format('y')\n",
}


@pytest.mark.parametrize("name", HEAVY)
def test_hostile_code_is_read_in_no_time_or_not_at_all(
    name: str, tmp_path: Path, contract: Contract
) -> None:
    source = "x = 0\n" + HEAVY[name] + dedented(API_SHIM, SPEC)
    files = {
        "acme/provider.py": source,
        "acme/__init__.py": dedented(FACTORY),
        "acme/config.py": dedented(CONFIG),
        "acme/impl.py": dedented(IMPL),
    }
    found = checked(write(tmp_path, files), contract, NEW)
    assert found.findings == ()
    assert {v.loads for p in found.providers for v in p.verdicts} <= {Answer.YES, Answer.UNKNOWN}
