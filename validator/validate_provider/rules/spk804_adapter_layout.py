"""SPK804: a spec in YAML has the layout of other releases."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.source.directory import SpecFile
from validate_provider.source.yaml_file import Mapping, type_of

_NEST = "put `adapter_type`, `module`, `config_class` and `pip_packages` under `adapter:`"
_FLATTEN = "write what stands under `adapter:` at the top of the file"
_BOTH = "; for releases before and after 0.2.23, keep both"


@file_rule(Severity.ERROR, Column.LOADS)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """A spec in YAML has the layout of other releases.

    Up to llama-stack 0.2.22 a remote spec stands under `adapter:`; from 0.2.23 on its keys stand
    at the top of the file. An inline spec never had an `adapter:`. A file with both layouts is
    read by all: what a release does not look for, it ignores.

    Wrong before 0.2.23, in `remote/tool_runtime/weather.yaml`:

        adapter_type: weather
        module: ext_weather
        config_class: ext_weather.config.Config

    Wrong from 0.2.23 on, in `remote/tool_runtime/weather.yaml`:

        adapter:
          adapter_type: weather
          module: ext_weather
          config_class: ext_weather.config.Config

    Right everywhere: both, one below the other.
    """
    top = file.top
    if top is None:
        return
    there = top.get("adapter")
    nested, flat = alive & file.nested, alive & file.flat
    both = _BOTH if nested and flat else ""
    if file.kind == "inline":
        if isinstance(there, Mapping) and not {"module", "config_class"} & set(top.names()):
            yield from _inline(file, alive)
        return
    if nested and "adapter" not in top.entries:
        message = "there is no `adapter:` in it, which these releases look for"
        yield Fault(nested, message, file.yaml.start, "KeyError: 'adapter'", _NEST + both)
    elif nested and not isinstance(there, Mapping):
        home = "llama_stack.providers.datatypes.AdapterSpec"
        says = f"TypeError: {home}() argument after ** must be a mapping, not {type_of(there)}"
        yield Fault(nested, "`adapter:` holds no keys", top.site_of("adapter"), says, _NEST)
    if flat and isinstance(there, Mapping) and "adapter_type" not in top.entries:
        message = "these releases no longer read `adapter:`"
        site = top.site_of("adapter")
        yield Fault(flat, message, site, "KeyError: 'adapter_type'", _FLATTEN + both)


def _inline(file: SpecFile, alive: int) -> Iterator[Outcome]:
    says = (
        "ValidationError: 1 validation error for InlineProviderSpec\nconfig_class\n  Field required"
    )
    site = file.top.site_of("adapter") if file.top else file.yaml.start
    for mask, text in ((alive & ~file.flat, "KeyError: 'module'"), (alive & file.flat, says)):
        if mask:
            yield Fault(mask, "an inline spec has no `adapter:`", site, text, _FLATTEN)
