"""A package for every release, and run configs that name it."""

from tests.yaml.trees import PACKAGE

SPEC = """
try:
    from ogx_api import Api, RemoteProviderSpec
except ImportError:
    try:
        from llama_stack_api import Api, RemoteProviderSpec
    except ImportError:
        from llama_stack.providers.datatypes import Api, RemoteProviderSpec

try:
    from llama_stack.providers.datatypes import AdapterSpec, remote_provider_spec
except ImportError:
    AdapterSpec = None


def get_provider_spec():
    if AdapterSpec is not None:
        return remote_provider_spec(
            api=Api.tool_runtime,
            adapter=AdapterSpec(
                adapter_type="weather",
                module="ext_weather",
                config_class="ext_weather.config.Config",
            ),
        )
    return RemoteProviderSpec(
        api=Api.tool_runtime,
        provider_type="remote::weather",
        adapter_type="weather",
        module="ext_weather",
        config_class="ext_weather.config.Config",
    )
"""
"""Returns one spec on every release."""

FILES = {**PACKAGE, "src/ext_weather/provider.py": SPEC}

RUN = """\
version: 2
image_name: ext
providers:
  tool_runtime:
  - provider_id: weather
    provider_type: remote::weather
    module: ext_weather
    config:
      city: Kyiv
"""
