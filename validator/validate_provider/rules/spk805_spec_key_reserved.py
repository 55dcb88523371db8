"""SPK805: a spec in YAML gives what the loader passes by itself."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.source.directory import SpecFile


@file_rule(Severity.ERROR, Column.LOADS)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """A spec in YAML gives what the loader passes by itself.

    The loader takes the API from the folder and the type from the file's name or `adapter_type`.
    From llama-stack 0.2.23 on it hands them to the spec class together with the file's keys, and
    Python refuses to pass one argument twice.

    Wrong, in `remote/tool_runtime/weather.yaml`:

        api: tool_runtime
    """
    top = file.top
    if top is None:
        return
    for mask, home in file.spec_class(alive & file.flat):
        for key in ("api", "provider_type"):
            if key in top.entries:
                says = f"TypeError: {home}() got multiple values for keyword argument '{key}'"
                message = f"`{key}` comes from the file's place and must not stand in it"
                yield Fault(mask, message, top.site_of(key), says, f"remove the line `{key}:`")
                break
