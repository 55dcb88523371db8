"""The plain package that the odd ones of the zoo differ from, in pieces."""

import textwrap


def dedented(*parts: str) -> str:
    """The parts, one after the other, without their indentation."""
    return "\n".join(textwrap.dedent(part) for part in parts)


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
PLAIN = {
    "provider.py": dedented(API_SHIM, SPEC),
    "__init__.py": dedented(FACTORY),
    "config.py": dedented(CONFIG),
    "impl.py": dedented(IMPL),
}
