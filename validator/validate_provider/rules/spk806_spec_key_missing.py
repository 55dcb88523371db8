"""SPK806: a spec in YAML lacks a key that the loader needs."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, file_rule
from validate_provider.rules.wording import listed
from validate_provider.source.directory import SpecFile
from validate_provider.source.values import Site
from validate_provider.source.yaml_file import Mapping, Scalar

_EXAMPLES = {
    "adapter_type": "{name}",
    "config_class": "{package}.config.{title}Config",
    "module": "{package}",
}
_EMPTY = "ValueError: Empty module name"


@file_rule(Severity.ERROR, Column.LOADS)
def check(file: SpecFile, alive: int) -> Iterator[Outcome]:
    """A spec in YAML lacks a key that the loader needs.

    `module` is the package that holds the factory, `config_class` the dotted name of its config
    class; a remote spec also has `adapter_type`.

    Missing, in `remote/tool_runtime/weather.yaml`:

        module: ext_weather
    """
    top = file.top
    if top is None:
        return
    missing_module = file.contract.flag("spec-module-required")
    for part in (alive & ~file.flat, alive & file.flat):
        mapping = file.described_in(part)
        if not part or mapping is None:
            continue
        wanted = ["module", "config_class"] if file.kind == "inline" else ["config_class"]
        if file.kind == "remote":
            wanted.insert(0, "adapter_type")
        if file.flat & part and file.kind == "inline":
            wanted.remove("module")
        # Without a default until 0.2.15.
        early = part & ~missing_module if part & file.nested else 0
        gaps = [key for key in wanted if key not in mapping.entries]
        more = ["module"] if early and "module" not in mapping.entries else []
        parts = [(early, gaps + more), (part & ~early, gaps)] if more else [(part, gaps)]
        for mask, names in parts:
            if mask and names:
                yield _lacks(file, mask, names, mapping.site)
        rest = part & ~early if not gaps else 0
        yield from _without_module(file, rest, mapping)


def _lacks(file: SpecFile, mask: int, names: list[str], site: Site) -> Fault:
    raises_key_error = (
        not mask & file.flat if file.kind == "inline" else names[0] == "adapter_type"
    ) and not mask & file.nested
    if raises_key_error:
        says = f"KeyError: '{names[0]}'"
    else:
        cls = "AdapterSpec" if mask & file.nested else f"{file.kind.title()}ProviderSpec"
        count = f"{len(names)} validation error{'s' if len(names) > 1 else ''}"
        fields = "".join(f"\n{name}\n  Field required" for name in sorted(names))
        says = f"ValidationError: {count} for {cls}{fields}"
    return Fault(mask, f"there is no {listed(names)}", site, says, _hint(file, names[0]))


def _without_module(file: SpecFile, rest: int, mapping: Mapping) -> Iterator[Outcome]:
    """What happens later where `module` may be left out but is needed all the same."""
    node = mapping.get("module")
    value = node.value if isinstance(node, Scalar) else node
    site, hint = mapping.site_of("module"), _hint(file, "module")
    nested = rest & file.nested
    if nested and (node is None or value == ""):
        yield Fault(nested, "there is no `module`", site, _EMPTY, hint)
    rest &= ~nested
    if rest and value == "":
        yield Fault(rest, "`module` is empty", site, _EMPTY, hint)
    elif value is None:
        for mask, home in file.spec_class(rest & file.contract.flag("spec-module-required")):
            says = f"AttributeError: ProviderSpec of type <class '{home}'> does not have a 'module'"
            yield Fault(mask, "there is no `module`", site, f"{says} attribute", hint)


def _hint(file: SpecFile, key: str) -> str:
    package = next((module.partition(".")[0] for module in file.modules), f"your_{file.name}")
    title = "".join(part.title() for part in file.name.replace("-", "_").split("_"))
    example = _EXAMPLES[key].format(name=file.name, package=package, title=title)
    return f"add `{key}: {example}`"
