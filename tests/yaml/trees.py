"""A package with a provider for every release, and trees of YAML that describe it."""

from pathlib import Path

PACKAGE = {
    "pyproject.toml": '[project]\nname = "ext-weather"\nversion = "1"\n',
    "src/ext_weather/__init__.py": """
async def get_adapter_impl(config, deps):
    from ext_weather.adapter import Adapter

    return Adapter(config)


async def get_provider_impl(config, deps):
    from ext_weather.adapter import Adapter

    return Adapter(config)
""",
    "src/ext_weather/config.py": """
from pydantic import BaseModel


class Config(BaseModel):
    city: str = "Kyiv"
""",
    "src/ext_weather/adapter.py": """
class Adapter:
    def __init__(self, config):
        self.city = config.city

    async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None, authorization=None):
        return []

    async def invoke_tool(self, tool_name, kwargs, authorization=None):
        raise NotImplementedError

    async def register_tool(self, tool):
        pass

    async def unregister_tool(self, tool_id):
        pass

    async def register_toolgroup(self, toolgroup):
        pass

    async def unregister_toolgroup(self, toolgroup_id):
        pass
""",
}

REMOTE = "remote/tool_runtime/weather.yaml"
INLINE = "inline/tool_runtime/weather.yaml"

NESTED = """\
adapter:
  adapter_type: weather
  module: ext_weather
  config_class: ext_weather.config.Config
  pip_packages: []
api_dependencies: []
"""

FLAT = """\
adapter_type: weather
module: ext_weather
config_class: ext_weather.config.Config
pip_packages: []
api_dependencies: []
"""

FLAT_INLINE = """\
module: ext_weather
config_class: ext_weather.config.Config
pip_packages: []
api_dependencies: []
"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder, which is made; give the folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def write_package(folder: Path) -> Path:
    """Write the package into a folder of its own."""
    return write(folder / "ext-weather", dict(PACKAGE))
