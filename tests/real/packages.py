"""Small provider packages, written for a line, and broken where a test says so."""

from pathlib import Path

from stacks.environments import version

NAME = "ext_weather"

FACTORY = """
async def get_adapter_impl(config, deps):
    from ext_weather.adapter import Adapter

    return Adapter(config)
"""

CONFIG = """
from pydantic import BaseModel


class Config(BaseModel):
    city: str

    @classmethod
    def sample_run_config(cls, __distro_dir__: str, **kwargs):
        return {"city": "${env.EXT_WEATHER_CITY:=Kyiv}"}
"""

TOOLS = """
class Adapter:
    def __init__(self, config):
        assert config.city == "Kyiv"

    async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None, authorization=None):
        return []

    async def invoke_tool(self, tool_name, kwargs, authorization=None):
        raise NotImplementedError
"""

INFERENCE = """
class Adapter:
    def __init__(self, config):
        pass

    async def register_model(self, model):
        return model

    async def unregister_model(self, model_id):
        pass

    async def list_models(self):
        return None

    async def should_refresh_models(self):
        return False
"""

OLD_SPEC = """
from llama_stack.providers.datatypes import AdapterSpec, Api, remote_provider_spec


def get_provider_spec():
    return remote_provider_spec(
        api=Api.{api},
        adapter=AdapterSpec(
            adapter_type="weather",
            module="ext_weather",
            config_class="ext_weather.config.Config",
            pip_packages=[],
        ),
    )
"""

SPEC = """
from {root} import Api, RemoteProviderSpec


def get_provider_spec():
    return RemoteProviderSpec(
        api=Api.{api},
        provider_type="remote::weather",
        adapter_type="weather",
        module="ext_weather",
        config_class="ext_weather.config.Config",
    )
"""


def spec(line: str, api: str) -> str:
    """The text of `provider.py` as a line wants it."""
    if line.startswith("ogx-"):
        return SPEC.format(root="ogx_api", api=api)
    if version(line) >= (0, 4):
        return SPEC.format(root="llama_stack_api", api=api)
    if version(line) >= (0, 2, 23):
        return SPEC.format(root="llama_stack.providers.datatypes", api=api)
    return OLD_SPEC.format(api=api)


def write(folder: Path, line: str, api: str = "tool_runtime", **changed: str | None) -> Path:
    """Write a package that loads on a line, but for the files changed.

    Args:
        folder: Where to make the folder that it is imported from.
        line: `llama-stack-0.7.3`.
        api: `tool_runtime` or `inference`.
        changed: A module's new text by its name, or None to leave it out.

    Returns:
        The folder to import it from.
    """
    modules: dict[str, str | None] = {
        "__init__": FACTORY,
        "config": CONFIG,
        "adapter": INFERENCE if api == "inference" else TOOLS,
        "provider": spec(line, api),
    }
    package = folder / "src" / NAME
    package.mkdir(parents=True)
    for module, text in (modules | changed).items():
        if text is not None:
            (package / f"{module}.py").write_text(text)
    return package.parent
