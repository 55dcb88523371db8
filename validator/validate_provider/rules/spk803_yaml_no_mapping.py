"""SPK803: the YAML file holds no mapping."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.source.directory import SpecFile
from validate_provider.source.yaml_file import type_of

_SUBSCRIPT = {
    "list": "TypeError: list indices must be integers or slices, not str",
    "str": "TypeError: string indices must be integers, not 'str'",
}


@file_rule(Severity.ERROR, Column.LOADS)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """The YAML file holds no mapping.

    A file that is empty, or holds a list, stops the stack with an error that names no file
    (core/distribution.py, _load_remote_provider_spec and _load_inline_provider_spec).

    Wrong, in `remote/tool_runtime/weather.yaml`:

        - module: ext_weather

    Right:

        module: ext_weather
    """
    if file.top is not None or file.yaml.too_much:
        return
    kind = type_of(file.yaml.root)
    message = "it is empty" if kind == "NoneType" else f"it holds a {kind}, not keys and values"
    hint = f"write `module:`, `config_class:` and so on, or remove the file: {_STOPS}"
    for mask, says in _says(file, alive, kind):
        yield Fault(mask, message, file.yaml.start, says, hint)


_STOPS = "a stack reads it even if no config names the provider"


def _says(file: SpecFile, alive: int, kind: str) -> Iterator[tuple[int, str]]:
    if file.kind == "remote":
        says = f"TypeError: '{kind}' object is not subscriptable"
        yield alive, _SUBSCRIPT.get(kind, says)
        return
    if alive & ~file.flat:
        yield alive & ~file.flat, f"AttributeError: '{kind}' object has no attribute 'get'"
    for mask, home in file.spec_class(alive & file.flat):
        yield mask, f"TypeError: {home}() argument after ** must be a mapping, not {kind}"
