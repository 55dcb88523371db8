"""What a reader gets who copies the examples of the official guides, the old and the new one.

The shapes are the guides': what they import, which keywords and keys they give, which they leave
out. Names and words are our own.
"""

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.real.corpora.ground import Case, Ground

NAME = "ext_harbour"


class Example(NamedTuple):
    """An example as it is copied, in a package that is right otherwise."""

    spec: str = ""
    """The whole of `provider.py`; empty if YAML describes the provider."""
    trunk: str = ""
    """The whole of `__init__.py`; empty for one that has both factories."""
    yaml: str = ""
    """The YAML below `external_providers_dir`; empty if there is none."""
    file: str = "remote/tool_runtime/harbour.yaml"


_TRUNK = """
    async def get_adapter_impl(config, deps):
        from .harbour import Harbour

        return Harbour(config)


    async def get_provider_impl(config, deps):
        from .harbour import Harbour

        return Harbour(config)
"""
_CONFIG = """
    from pydantic import BaseModel


    class HarbourImplConfig(BaseModel):
        url: str = "http://localhost:1"
"""
_HARBOUR = """
    class Harbour:
        def __init__(self, config, other=None):
            self.config = config

        async def initialize(self):
            pass

        async def register_toolgroup(self, toolgroup):
            pass

        async def unregister_toolgroup(self, toolgroup_id):
            pass

        async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None,
                                     authorization=None):
            return []

        async def invoke_tool(self, tool_name, kwargs, authorization=None):
            raise NotImplementedError
"""
_ADAPTER_SPEC = """
    from llama_stack.providers.datatypes import (
        ProviderSpec,
        Api,
        AdapterSpec,
        remote_provider_spec,
    )


    def get_provider_spec() -> ProviderSpec:
        return remote_provider_spec(
            api=Api.tool_runtime,
            adapter=AdapterSpec(
                adapter_type="harbour",
                pip_packages=["httpx>=0.27", "pydantic"],
                config_class="ext_harbour.config.HarbourImplConfig",
                module="ext_harbour",
            ),
        )
"""
_NEW_SPEC = """
    from ogx_api.providers.datatypes import (
        ProviderSpec,
        Api,
        RemoteProviderSpec,
    )


    def get_provider_spec() -> ProviderSpec:
        return RemoteProviderSpec(
            api=Api.tool_runtime,
            adapter_type="harbour",
            pip_packages=["httpx>=0.27"],
            config_class="ext_harbour.config.HarbourImplConfig",
            module="ext_harbour",
        )
"""
_INLINE_SPEC = """
    from llama_stack.providers.datatypes import Api, InlineProviderSpec


    def get_provider_spec():
        return InlineProviderSpec(
            api=Api.tool_runtime,
            provider_type="inline::harbour",
            pip_packages=[],
            config_class="ext_harbour.config.HarbourImplConfig",
            module="ext_harbour",
        )
"""
_REMOTE_FACTORY = """
    async def get_adapter_impl(
        config: HarbourImplConfig, deps: Dict[Api, Any]
    ) -> Harbour:
        return Harbour(config)
"""
_INLINE_FACTORY = """
    from llama_stack.providers.datatypes import Api

    from .config import HarbourImplConfig
    from .harbour import Harbour


    async def get_provider_impl(config: HarbourImplConfig, deps: dict[Api, object]) -> Harbour:
        impl = Harbour(config, deps[Api.inference])
        await impl.initialize()
        return impl
"""
_NESTED = """
    adapter:
      adapter_type: harbour
      pip_packages:
      - httpx
      config_class: ext_harbour.config.HarbourImplConfig
      module: ext_harbour
    api_dependencies: []
    optional_api_dependencies: []
"""
_INLINE = """
    module: ext_harbour
    config_class: ext_harbour.config.HarbourImplConfig
    pip_packages:
    - httpx
    api_dependencies: []
    optional_api_dependencies:
    - vector_io
    provider_data_validator: ext_harbour.validator.HarbourValidator
    container_image: ext-harbour:latest  # optional
"""
_FLAT = """
    adapter_type: harbour
    pip_packages:
    - httpx
    config_class: ext_harbour.config.HarbourImplConfig
    module: ext_harbour
    api_dependencies: []
    optional_api_dependencies: []
"""
_WITH_TYPE = f"""{_FLAT}    provider_type: remote::harbour
"""
_ROOT = "from ogx_api.providers.datatypes import"

EXAMPLES: dict[str, Example] = {
    "old, its spec": Example(_ADAPTER_SPEC),
    "old, its factory without the imports": Example(_ADAPTER_SPEC, _REMOTE_FACTORY),
    "old, its inline factory with its only spec": Example(_ADAPTER_SPEC, _INLINE_FACTORY),
    "old, its inline factory with no dependency": Example(_INLINE_SPEC, _INLINE_FACTORY),
    "old, its YAML": Example(yaml=_NESTED),
    "old, its YAML by another name": Example(yaml=_NESTED, file="remote/tool_runtime/custom.yaml"),
    "old, its inline YAML": Example(yaml=_INLINE, file="inline/tool_runtime/harbour.yaml"),
    "new, its spec": Example(_NEW_SPEC),
    "new, its spec from the right module": Example(
        _NEW_SPEC.replace(_ROOT, "from ogx_api import"),
    ),
    "new, its spec mended": Example(
        _NEW_SPEC.replace(_ROOT, "from ogx_api import").replace(
            'adapter_type="harbour",', 'adapter_type="harbour", provider_type="remote::harbour",'
        ),
    ),
    "new, its YAML": Example(yaml=_WITH_TYPE),
    "new, its YAML mended": Example(yaml=_FLAT),
}


def cases(ground: Ground) -> Iterator[Case]:
    """One for each example, on every line."""
    for name in EXAMPLES:
        yield case(name, ground)


def case(name: str, ground: Ground) -> Case:
    """Write one of them."""
    example = EXAMPLES[name]
    folder = ground.place(name)
    package = folder / "package"
    files: dict[str, str] = {
        f"{NAME}/__init__.py": example.trunk or _TRUNK,
        f"{NAME}/config.py": _CONFIG,
        f"{NAME}/harbour.py": _HARBOUR,
    }
    if example.spec:
        files[f"{NAME}/provider.py"] = example.spec
    _write(package, files)
    tree = folder / "providers.d" if example.yaml else None
    if tree:
        _write(tree, {example.file: example.yaml})
    return Case(name, package, tuple(ground.bits), config={}, directory=tree)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
