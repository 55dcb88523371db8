"""SPK808: a spec in YAML has a key that is ignored."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.rules.spk204_spec_field_missing import known_fields
from validate_provider.rules.wording import close_to
from validate_provider.source.directory import SpecFile
from validate_provider.source.yaml_file import Mapping, plain

_ADAPTER = "llama_stack.providers.datatypes.AdapterSpec"
_OF_NESTED = ("adapter", "api_dependencies")
_OF_INLINE = (
    "module",
    "config_class",
    "pip_packages",
    "api_dependencies",
    "optional_api_dependencies",
    "provider_data_validator",
    "container_image",
)
"""What the loader picks out of an inline file up to 0.2.22 (core/distribution.py)."""


@file_rule(Severity.WARNING, None)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """A spec in YAML has a key that is ignored.

    No release complains of a key it does not know, so that a misspelt one has no effect. Of a
    remote spec with `adapter:` only `api_dependencies` is read beside it.

    Wrong, in `remote/tool_runtime/weather.yaml`:

        pip_package: [requests]

    Right:

        pip_packages: [requests]
    """
    top = file.top
    if top is None:
        return
    read = _read_at_top(file, alive)
    yield from _ignored(top, read, alive)
    nested = alive & file.nested
    if nested and file.adapter is not None:
        known = known_fields(_ADAPTER, file.contract)
        yield from _ignored(file.adapter, {k: m & nested for k, m in known.items()}, nested)


def _read_at_top(file: SpecFile, alive: int) -> dict[str, int]:
    """Each key that is read at the top of the file, with its releases."""
    contract = file.contract
    read: dict[str, int] = {}
    early = alive & ~file.flat
    for key in _OF_NESTED if file.kind == "remote" else _OF_INLINE:
        read[key] = early
    for mask, home in file.spec_class(alive & file.flat):
        for key, there in known_fields(home, contract).items():
            read[key] = read.get(key, 0) | there & mask
    return read


def _ignored(mapping: Mapping, read: dict[str, int], alive: int) -> Iterator[Outcome]:
    for key in mapping.names():
        # A key that some release in question reads is no mistake of a file for several.
        if read.get(key, 0) & alive or plain(mapping.get(key)) in (None, [], ""):
            continue
        near = close_to(key, [name for name, mask in read.items() if mask & alive])
        yield Fault(
            alive,
            f"`{key}` is ignored",
            mapping.site_of(key),
            hint=f"did you mean `{near}`?" if near else "leave it out",
        )
