"""SPK208: a field of a provider spec is of the wrong type."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.spec import Spec
from validate_provider.source.values import (
    Constant,
    OwnClass,
    OwnModule,
    Sequence,
    StackClass,
    Value,
    narrowed,
)

_LISTS = ("api_dependencies", "optional_api_dependencies", "pip_packages")
_STRINGS = ("provider_type", "adapter_type", "config_class", "module")


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A field of a provider spec is of the wrong type.

    `config_class` and `module` are strings that the loader imports later, not the class and the
    module themselves.
    """
    for spec in provider.specs:
        for name in _STRINGS:
            for case in narrowed(spec.fields.get(name, ()), spec.mask & alive):
                kind = _kind(case.value, optional=name == "module")
                if not kind:
                    continue
                hint = "write the name as a string"
                if name == "config_class" and isinstance(case.value, OwnClass):
                    hint = f'write "{case.value.module.dotted}.{case.value.title}"'
                yield _wrong(spec, name, case.mask, f"a string, not {kind}", hint)
        yield from _lists(provider, spec, alive)


def _lists(provider: Provider, spec: Spec, alive: int) -> Iterator[Outcome]:
    for name in _LISTS:
        for case in narrowed(spec.fields.get(name, ()), spec.mask & alive):
            if isinstance(case.value, Constant) and case.value.value is not None:
                yield _wrong(spec, name, case.mask, f"a list, not {case.value.value!r}")
            for item in case.value.items if isinstance(case.value, Sequence) else ():
                if name == "pip_packages" or not isinstance(item.value, Constant):
                    continue
                known = provider.contract.apis().get(str(item.value.value), 0)
                unknown = item.mask & case.mask & ~known
                if unknown:
                    wanted = f"a list of APIs; {item.value.value!r} is none"
                    yield _wrong(spec, name, unknown, wanted)


def _wrong(spec: Spec, name: str, mask: int, wanted: str, hint: str = "") -> Fault:
    home = spec.adapter if spec.adapter and name in spec.adapter.keywords else None
    title = (home or spec.instance).of.title
    return Fault(
        mask,
        f"`{name}` must be {wanted}",
        spec.site(name),
        f"ValidationError: 1 validation error for {title}",
        hint,
    )


def _kind(value: Value, *, optional: bool) -> str:
    """What a value is that is certainly no string; empty for the others."""
    match value:
        case Constant(None) if optional:
            return ""
        case Constant(constant) if not isinstance(constant, str):
            return repr(constant)
        case OwnClass() | StackClass():
            return f"the class `{value.title}`"
        case OwnModule():
            return "a module"
        case _:
            return ""
