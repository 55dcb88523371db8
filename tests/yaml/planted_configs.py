"""Faults in run configs, with the releases that they are faults of."""

from typing import NamedTuple

from tests.yaml.configs import FILES, RUN

MODULE = "llama-stack>=0.2.16,ogx"
"""The releases that read `module:`."""
EVERY = "llama-stack 0.2.16-0.7.3, ogx 0.7.1-1.5.0"
MASKED = "ValueError: get_provider_spec not found. If specifying an external provider via `module`"
CONFIG, SPEC = "src/ext_weather/config.py", "src/ext_weather/provider.py"
DATACLASS = "import dataclasses\n\n\n@dataclasses.dataclass\nclass Config:\n"
LAST_LINE = '        config_class="ext_weather.config.Config",\n    )'
LISTS = FILES[SPEC].replace("    return RemoteProviderSpec(", "    return [RemoteProviderSpec(")
LISTS = LISTS.rstrip().removesuffix(")") + ")]\n"
"""Returns a list where a flat spec is made."""

_CIRCULAR = """
        RemoteProviderSpec(
            api=Api.{},
            provider_type="remote::{}",
            adapter_type="{}",
            module="ext_weather",
            config_class="ext_weather.config.Config",
            api_dependencies=[Api.{}],
        ),"""
CIRCULAR = (
    FILES[SPEC].partition("    return RemoteProviderSpec(")[0]
    + "    return ["
    + _CIRCULAR.format("files", "rain", "rain", "batches")
    + _CIRCULAR.format("batches", "snow", "snow", "files")
    + "\n    ]\n"
)
CIRCLE = """\
  files:
  - {provider_id: rain, provider_type: "remote::rain", module: ext_weather}
  batches:
  - {provider_id: snow, provider_type: "remote::snow", module: ext_weather}
"""


class PlantedConfig(NamedTuple):
    """One run config with one fault, or a package that is at fault for it."""

    code: str
    old: str
    new: str
    """Put in place of `old` in the config."""
    releases: str
    says: str = ""
    against: str = MODULE
    package: tuple[str, str, str] = ("", "", "")
    """A file of the package, and a text to replace in it by another."""


CONFIGS = {
    "providers that are a word": PlantedConfig(
        "SPK821",
        RUN[RUN.index("providers:") :],
        "providers: [{module: ext_weather}]\n",
        "ogx 1.0.0-1.5.0",
        "ValidationError: 1 validation error for StackConfig",
        against="ogx>=1",
    ),
    "no YAML": PlantedConfig("SPK820", RUN, "providers: [x\n", EVERY, "ParserError: while parsing"),
    "a tag that would run code": PlantedConfig(
        "SPK820",
        "city: Kyiv",
        "city: !!python/object/apply:os.getcwd []",
        EVERY,
        "ConstructorError: could not determine a constructor for the tag",
    ),
    "a provider that stands alone": PlantedConfig(
        "SPK821",
        "  - provider_id: weather\n    provider_type: remote::weather\n    module: ext_weather\n"
        "    config:\n      city: Kyiv\n",
        "    provider_id: weather\n    provider_type: remote::weather\n    module: ext_weather\n",
        "llama-stack 0.2.16-0.3.5",
        "ValidationError: 1 validation error for StackRunConfig",
        against="llama-stack>=0.2.16,<0.4",
    ),
    "no provider id": PlantedConfig(
        "SPK821",
        "- provider_id: weather\n    provider_type",
        "- provider_type",
        "ogx 1.0.0-1.5.0",
        "ValidationError: 1 validation error for StackConfig\nproviders.tool_runtime.0.provider_id",
        against="ogx>=1",
    ),
    "no provider type": PlantedConfig(
        "SPK821",
        "    provider_type: remote::weather\n",
        "",
        "ogx 1.0.0-1.5.0",
        "ValidationError: 1 validation error for StackConfig",
        against="ogx>=1",
    ),
    "a number for a module": PlantedConfig(
        "SPK821",
        "module: ext_weather",
        "module: 3",
        "ogx 1.0.0-1.5.0",
        "ValidationError: 1 validation error for StackConfig\nproviders.tool_runtime.0.module",
        against="ogx>=1",
    ),
    "a config that is a word": PlantedConfig(
        "SPK821",
        "    config:\n      city: Kyiv\n",
        "    config: Kyiv\n",
        "ogx 1.0.0-1.5.0",
        "ValidationError: 1 validation error for StackConfig\nproviders.tool_runtime.0.config",
        against="ogx>=1",
    ),
    "a version that is a number": PlantedConfig(
        "SPK822",
        "",
        "",
        "llama-stack 0.2.2-0.2.12",
        "ValidationError: 1 validation error for StackRunConfig\nversion",
        against="llama-stack<0.2.13",
    ),
    "a version that is a word": PlantedConfig(
        "SPK822",
        "version: 2",
        "version: two",
        "llama-stack 0.2.16-0.3.5",
        "ValidationError: 1 validation error for StackRunConfig\nversion",
        against="llama-stack>=0.2.16,<0.4",
    ),
    "a default without the equals sign": PlantedConfig(
        "SPK823", "city: Kyiv", "city: ${env.CITY:Kyiv}", EVERY
    ),
    "a reference without the dollar sign": PlantedConfig(
        "SPK823", "city: Kyiv", "city: '{env.CITY:=Kyiv}'", EVERY
    ),
    "a name in small letters": PlantedConfig(
        "SPK823", "city: Kyiv", "city: ${env.city:=Kyiv}", EVERY
    ),
    "a variable without a default": PlantedConfig(
        "SPK824",
        "city: Kyiv",
        "city: ${env.EXT_CITY}",
        EVERY,
        "EnvVarError: Environment variable 'EXT_CITY' not set or empty",
    ),
    "older than the module key": PlantedConfig(
        "SPK825",
        "",
        "",
        "llama-stack 0.2.13-0.2.15",
        "ValueError: Provider `remote::weather` is not available for API `Api.tool_runtime`",
        against="llama-stack>=0.2.13,<0.2.16",
    ),
    "a range of versions": PlantedConfig("SPK825", "ext_weather", "ext_weather>=1", EVERY, MASKED),
    "an extra": PlantedConfig("SPK825", "ext_weather", '"ext_weather[x]==1"', EVERY, MASKED),
    "spaces": PlantedConfig("SPK825", "ext_weather", "ext_weather == 1", EVERY, MASKED),
    "dashes": PlantedConfig("SPK825", "ext_weather", "ext-weather", EVERY, MASKED),
    "a repository": PlantedConfig(
        "SPK825", "ext_weather", "git+https://example.org/weather.git", EVERY, MASKED
    ),
    "an empty module": PlantedConfig(
        "SPK825",
        "ext_weather",
        "''",
        EVERY,
        "TypeError: the 'package' argument is required to perform a relative import for "
        "'.provider'",
    ),
    "the module inside the package": PlantedConfig(
        "SPK826", "ext_weather", "ext_weather.provider", EVERY, MASKED
    ),
    "another name in the index": PlantedConfig(
        "SPK827", "", "", EVERY, package=("pyproject.toml", "ext-weather", "weather-for-stacks")
    ),
    "an api that is none": PlantedConfig(
        "SPK831",
        "  tool_runtime:",
        "  tools:",
        EVERY,
        "ValueError: API 'tools' does not exist. Use Api.add() to register new APIs.",
    ),
    "a routing table": PlantedConfig(
        "SPK831",
        "  tool_runtime:",
        "  tool_groups:",
        EVERY,
        "KeyError: <Api.tool_groups: 'tool_groups'>",
    ),
    "a section of an api that is gone": PlantedConfig(
        "SPK831",
        "  tool_runtime:",
        "  post_training: []\n  tool_runtime:",
        "ogx 1.0.0-1.5.0",
        "ValueError: API 'post_training' does not exist. Use Api.add() to register new APIs.",
        against="ogx>=1",
    ),
    "an internal api": PlantedConfig(
        "SPK831", "  tool_runtime:", "  inspect:", EVERY, "KeyError: <Api.inspect: 'inspect'>"
    ),
    "a type that the list lacks": PlantedConfig(
        "SPK832",
        "remote::weather",
        "remote::rain",
        "llama-stack 0.3.0-0.7.3, ogx 0.7.1-1.5.0",
        "ValueError: Provider `remote::rain` is not available for API `Api.tool_runtime`",
        against="llama-stack>=0.3,ogx",
        package=(SPEC, FILES[SPEC], LISTS),
    ),
    "another type than the spec's": PlantedConfig(
        "SPK833", "remote::weather", "remote::rain", EVERY
    ),
    "another api than the spec's": PlantedConfig(
        "SPK834", "  tool_runtime:", "  inference:", EVERY
    ),
    "a dependency that is not configured": PlantedConfig(
        "SPK841",
        "",
        "",
        "llama-stack 0.3.0-0.7.3, ogx 0.7.1-1.5.0",
        "RuntimeError: Failed to resolve 'tool_runtime' provider 'weather' of type "
        "'remote::weather': required dependency 'files' is not available.",
        against="llama-stack>=0.3,ogx",
        package=(
            SPEC,
            LAST_LINE,
            LAST_LINE.replace(")", "    api_dependencies=[Api.files],\n    )"),
        ),
    ),
    "a dependency that is not configured before": PlantedConfig(
        "SPK841",
        "",
        "",
        "llama-stack 0.2.16-0.2.20",
        "KeyError: <Api.files: 'files'>",
        against="llama-stack>=0.2.16,<0.2.21",
        package=(
            SPEC,
            "            ),\n    ",
            "            ),\n            api_dependencies=[Api.files],\n    ",
        ),
    ),
    "a dependency that `apis:` leaves out": PlantedConfig(
        "SPK841",
        "providers:",
        "apis: [tool_runtime]\nproviders:",
        "ogx 1.0.0-1.5.0",
        "RuntimeError: Failed to resolve 'tool_runtime' provider 'weather' of type "
        "'remote::weather': required dependency 'inference' is not available.",
        against="ogx>=1",
        package=(
            SPEC,
            LAST_LINE,
            LAST_LINE.replace(")", "    api_dependencies=[Api.inference],\n    )"),
        ),
    ),
    "a tool group that can't be registered": PlantedConfig(
        "SPK861",
        "providers:",
        "registered_resources:\n  tool_groups:\n  - toolgroup_id: ext::weather\n"
        "    provider_id: weather\nproviders:",
        "llama-stack 0.3.0-0.6.1",
        "AttributeError: 'Adapter' object has no attribute 'register_toolgroup'",
        package=(
            "src/ext_weather/adapter.py",
            "async def register_toolgroup(",
            "async def enrol(",
        ),
    ),
    "a tool group that can't be registered before": PlantedConfig(
        "SPK861",
        "providers:",
        "tool_groups:\n- toolgroup_id: ext::weather\n  provider_id: weather\nproviders:",
        "llama-stack 0.2.16-0.2.24",
        "AttributeError: 'Adapter' object has no attribute 'register_toolgroup'",
        package=(
            "src/ext_weather/adapter.py",
            "async def register_toolgroup(",
            "async def enrol(",
        ),
    ),
    "a circle of dependencies": PlantedConfig(
        "SPK842",
        RUN[RUN.index("  tool_runtime:") :],
        CIRCLE,
        "llama-stack 0.3.0-0.7.3, ogx 0.7.1-1.5.0",
        "RuntimeError: Failed to ",
        against="llama-stack>=0.3,ogx",
        package=(SPEC, FILES[SPEC], CIRCULAR),
    ),
    "a value that is missing": PlantedConfig(
        "SPK851",
        "    config:\n      city: Kyiv\n",
        "",
        EVERY,
        "ValidationError: 1 validation error for Config\ncity\n  Field required",
        package=(CONFIG, 'city: str = "Kyiv"', "city: str"),
    ),
    "two values that a dataclass misses": PlantedConfig(
        "SPK851",
        "    config:\n      city: Kyiv\n",
        "",
        EVERY,
        "TypeError: Config.__init__() missing 2 required positional arguments: 'city' and 'sky'",
        package=(
            CONFIG,
            'class Config(BaseModel):\n    city: str = "Kyiv"',
            f"{DATACLASS}    city: str\n    sky: str",
        ),
    ),
    "a key that is forbidden": PlantedConfig(
        "SPK852",
        "city: Kyiv",
        "town: Kyiv",
        EVERY,
        "ValidationError: 1 validation error for Config\ntown\n  Extra inputs are not permitted",
        package=(CONFIG, "    city:", '    model_config = {"extra": "forbid"}\n    city:'),
    ),
    "a key that a dataclass lacks": PlantedConfig(
        "SPK852",
        "city: Kyiv",
        "town: Kyiv",
        EVERY,
        "TypeError: Config.__init__() got an unexpected keyword argument 'town'",
        package=(
            CONFIG,
            "class Config(BaseModel):\n",
            DATACLASS,
        ),
    ),
    "a key misspelt": PlantedConfig("SPK853", "city: Kyiv", "town: Kyiv", EVERY),
    "an empty default": PlantedConfig(
        "SPK854",
        "city: Kyiv",
        "city: ${env.EXT_CITY:=}",
        EVERY,
        "ValidationError: 1 validation error for Config",
    ),
}
