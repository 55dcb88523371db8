"""Faults in the YAML of `external_providers_dir`, with the releases that they are faults of."""

from typing import NamedTuple

from tests.yaml.trees import FLAT, FLAT_INLINE, INLINE, NESTED, REMOTE

EVERY = "llama-stack 0.2.2-0.7.3, ogx 0.7.1-1.5.0"
OLD = "llama-stack 0.2.2-0.2.22"
NEW = "llama-stack 0.2.23-0.7.3, ogx 0.7.1-1.5.0"
BOTH = NESTED + FLAT.replace("api_dependencies: []\n", "")
"""What every release can read."""
CONFIG = "config_class: ext_weather.config.Config\n"


class PlantedFile(NamedTuple):
    """One YAML file with one fault."""

    code: str
    text: str | bytes
    releases: str
    """Those of `against` in which it is one."""
    says: str = ""
    """How the stack's words begin."""
    file: str = REMOTE
    against: str = "all"


FILES = {
    "an ending that no stack reads": PlantedFile(
        "SPK801",
        BOTH,
        EVERY,
        "ValueError: Provider `remote::weather` is not available for API `Api.tool_runtime`",
        file="remote/tool_runtime/weather.yml",
    ),
    "a level too few": PlantedFile(
        "SPK801",
        BOTH,
        EVERY,
        "ValueError: Provider `remote::weather` is not available",
        file="tool_runtime/weather.yaml",
    ),
    "a level too many": PlantedFile(
        "SPK801",
        BOTH,
        EVERY,
        "ValueError: Provider `remote::weather` is not available",
        file="remote/tool_runtime/weather/weather.yaml",
    ),
    "an api that was removed": PlantedFile(
        "SPK801",
        FLAT,
        "llama-stack 0.7.0-0.7.3",
        "ValueError: API 'post_training' does not exist. Use Api.add() to register new APIs.",
        file="remote/post_training/weather.yaml",
        against="llama-stack>=0.7",
    ),
    "an api that never was": PlantedFile(
        "SPK801",
        NESTED,
        "llama-stack 0.2.12-0.2.15",
        "ValueError: 'tools' is not a valid Api",
        file="remote/tools/weather.yaml",
        against="llama-stack>=0.2.12,<0.2.16",
    ),
    "a routing table": PlantedFile(
        "SPK801",
        FLAT,
        "ogx 1.0.0-1.5.0",
        "ValueError: Provider for `tool_groups` is automatically provided and cannot be overridden",
        file="remote/tool_groups/weather.yaml",
        against="ogx>=1",
    ),
    "a tab": PlantedFile(
        "SPK802", "adapter:\n\tmodule: x\n", EVERY, "ScannerError: while scanning"
    ),
    "an open bracket": PlantedFile("SPK802", "pip_packages: [x\n", EVERY, "ParserError: while"),
    "two documents": PlantedFile(
        "SPK802", FLAT + "---\n" + FLAT, EVERY, "ComposerError: expected a single document"
    ),
    "a tag that would run code": PlantedFile(
        "SPK802",
        "module: !!python/object/apply:os.getcwd []\n",
        EVERY,
        "ConstructorError: could not determine a constructor for the tag",
    ),
    "not UTF-8": PlantedFile(
        "SPK802",
        b"module: caf\xe9\n",
        EVERY,
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 11",
    ),
    "nothing in it": PlantedFile(
        "SPK803", "# later\n", EVERY, "TypeError: 'NoneType' object is not subscriptable"
    ),
    "a list": PlantedFile(
        "SPK803",
        "- module: ext_weather\n",
        EVERY,
        "TypeError: list indices must be integers or slices, not str",
    ),
    "a word": PlantedFile(
        "SPK803", "weather\n", EVERY, "TypeError: string indices must be integers, not 'str'"
    ),
    "nothing in an inline file": PlantedFile(
        "SPK803",
        "",
        OLD,
        "AttributeError: 'NoneType' object has no attribute 'get'",
        file=INLINE,
        against="llama-stack<0.2.23",
    ),
    "a list in an inline file": PlantedFile(
        "SPK803",
        "- module: ext_weather\n",
        "ogx 1.5.0",
        "TypeError: ogx_api.datatypes.InlineProviderSpec() argument after ** must be a mapping, "
        "not list",
        file=INLINE,
        against="ogx==1.5.0",
    ),
    "the old layout": PlantedFile("SPK804", NESTED, NEW, "KeyError: 'adapter_type'"),
    "the new layout": PlantedFile("SPK804", FLAT, OLD, "KeyError: 'adapter'"),
    "an adapter without keys": PlantedFile(
        "SPK804",
        "adapter:\n" + FLAT,
        OLD,
        "TypeError: llama_stack.providers.datatypes.AdapterSpec() argument after ** must be a "
        "mapping, not NoneType",
    ),
    "an inline adapter": PlantedFile(
        "SPK804", NESTED, OLD, "KeyError: 'module'", file=INLINE, against="llama-stack<0.2.23"
    ),
    "an inline adapter later": PlantedFile(
        "SPK804",
        NESTED,
        NEW,
        "ValidationError: 1 validation error for InlineProviderSpec",
        file=INLINE,
        against="llama-stack>=0.2.23,ogx",
    ),
    "the api again": PlantedFile(
        "SPK805",
        FLAT + "api: tool_runtime\n",
        "llama-stack 0.7.0-0.7.3, ogx 0.7.1",
        "TypeError: llama_stack_api.datatypes.RemoteProviderSpec() got multiple values for keyword "
        "argument 'api'",
        against="llama-stack-api>=0.7",
    ),
    "the type again": PlantedFile(
        "SPK805",
        FLAT_INLINE + "provider_type: inline::weather\n",
        "ogx 1.0.0-1.5.0",
        "TypeError: ogx_api.datatypes.InlineProviderSpec() got multiple values for keyword "
        "argument 'provider_type'",
        file=INLINE,
        against="ogx>=1",
    ),
    "no config class": PlantedFile(
        "SPK806",
        FLAT.replace(CONFIG, ""),
        NEW,
        "ValidationError: 1 validation error for RemoteProviderSpec",
        against="llama-stack>=0.2.23,ogx",
    ),
    "no config class in the adapter": PlantedFile(
        "SPK806",
        NESTED.replace("  " + CONFIG, ""),
        OLD,
        "ValidationError: 1 validation error for AdapterSpec",
        against="llama-stack<0.2.23",
    ),
    "no config class in an inline file": PlantedFile(
        "SPK806",
        FLAT_INLINE.replace(CONFIG, ""),
        OLD,
        "KeyError: 'config_class'",
        file=INLINE,
        against="llama-stack<0.2.23",
    ),
    "no adapter type": PlantedFile(
        "SPK806",
        FLAT.replace("adapter_type: weather\n", ""),
        NEW,
        "KeyError: 'adapter_type'",
        against="llama-stack>=0.2.23,ogx",
    ),
    "no module": PlantedFile(
        "SPK806",
        FLAT.replace("module: ext_weather\n", ""),
        "ogx 1.0.0-1.5.0",
        "AttributeError: ProviderSpec of type <class 'ogx_api.datatypes.RemoteProviderSpec'> does "
        "not have a 'module' attribute",
        against="ogx>=1",
    ),
    "no module in the adapter": PlantedFile(
        "SPK806",
        NESTED.replace("  module: ext_weather\n", ""),
        "llama-stack 0.2.16-0.2.22",
        "ValueError: Empty module name",
        against="llama-stack>=0.2.16,<0.2.23",
    ),
    "no module in the adapter at first": PlantedFile(
        "SPK806",
        NESTED.replace("  module: ext_weather\n", ""),
        "llama-stack 0.2.2-0.2.15",
        "ValidationError: 1 validation error for AdapterSpec",
        against="llama-stack<0.2.16",
    ),
    "no module in an inline file": PlantedFile(
        "SPK806",
        FLAT_INLINE.replace("module: ext_weather\n", ""),
        OLD,
        "KeyError: 'module'",
        file=INLINE,
        against="llama-stack<0.2.23",
    ),
    "a dependency that is no api": PlantedFile(
        "SPK807",
        FLAT.replace("[]\n", "[tools]\n").replace("packages: [tools]", "packages: []"),
        NEW,
        "ValidationError: 1 validation error for RemoteProviderSpec",
        against="llama-stack>=0.2.23,ogx",
    ),
    "a dependency that is no api before": PlantedFile(
        "SPK807",
        NESTED.replace("dependencies: []", "dependencies: [tools]"),
        "llama-stack 0.2.16-0.2.22",
        "ValueError: API 'tools' does not exist. Use Api.add() to register new APIs.",
        against="llama-stack>=0.2.16,<0.2.23",
    ),
    "a dependency that is no api at first": PlantedFile(
        "SPK807",
        NESTED.replace("dependencies: []", "dependencies: [tools]"),
        "llama-stack 0.2.2-0.2.15",
        "ValueError: 'tools' is not a valid Api",
        against="llama-stack<0.2.16",
    ),
    "no list of dependencies": PlantedFile(
        "SPK807",
        NESTED.replace("dependencies: []", "dependencies:"),
        OLD,
        "TypeError: 'NoneType' object is not iterable",
        against="llama-stack<0.2.23",
    ),
    "a word for a list of packages": PlantedFile(
        "SPK807",
        FLAT_INLINE.replace("pip_packages: []", "pip_packages: requests"),
        "ogx 1.0.0-1.5.0",
        "ValidationError: 1 validation error for InlineProviderSpec",
        file=INLINE,
        against="ogx>=1",
    ),
    "a number for a class": PlantedFile(
        "SPK807",
        NESTED.replace("ext_weather.config.Config", "3"),
        OLD,
        "ValidationError: 1 validation error for AdapterSpec",
        against="llama-stack<0.2.23",
    ),
    "a key that no release knows": PlantedFile("SPK808", BOTH + "pip_package: [requests]\n", EVERY),
    "a dependency that the layout has no place for": PlantedFile(
        "SPK808",
        NESTED + "optional_api_dependencies: [inference]\n",
        OLD,
        against="llama-stack<0.2.23",
    ),
    "another name than the file's": PlantedFile(
        "SPK809", BOTH.replace("adapter_type: weather", "adapter_type: rain"), EVERY
    ),
    "a container image": PlantedFile(
        "SPK810",
        FLAT_INLINE + "container_image: weather:latest\n",
        EVERY,
        "ValueError: A stack's dependencies cannot have a container image",
        file=INLINE,
    ),
}
