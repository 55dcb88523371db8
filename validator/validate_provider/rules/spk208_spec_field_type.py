"""SPK208: a field of a provider spec is of the wrong type."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import type_name
from validate_provider.source.provider import Provider
from validate_provider.source.spec import Spec
from validate_provider.source.values import (
    Constant,
    Dictionary,
    EnumMember,
    OwnClass,
    OwnModule,
    Sequence,
    StackClass,
    StackModule,
    Value,
    narrowed,
)

_APIS = ("api_dependencies", "optional_api_dependencies")
_STRINGS = ("provider_type", "adapter_type", "config_class")
_OPTIONAL = ("module", "provider_data_validator", "deprecation_error", "deprecation_warning")


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A field of a provider spec is of the wrong type.

    `config_class` and `module` are strings that the loader imports later, not the class and the
    module themselves; the dependencies are lists of members of `Api` (or their names),
    `pip_packages` a list of strings. Making the spec raises a pydantic ValidationError
    (providers/datatypes.py; llama_stack_api from 0.4.0 on).

    Wrong, in `provider.py`:

        api_dependencies=["nowhere"]
    """
    for spec in provider.specs:
        mask = spec.mask & alive
        yield from _api(provider, spec, mask)
        for name in (*_STRINGS, *_OPTIONAL):
            for case in narrowed(spec.fields.get(name, ()), mask):
                kind = _no_string(case.value, optional=name in _OPTIONAL)
                if not kind:
                    continue
                hint = "write the name as a string"
                if name == "config_class" and isinstance(case.value, OwnClass):
                    hint = f'write "{case.value.module.dotted}.{case.value.title}"'
                yield _wrong(spec, name, case.mask, f"a string, not {kind}", hint)
        for name in (*_APIS, "pip_packages"):
            yield from _list(provider, spec, name, mask)


def _api(provider: Provider, spec: Spec, alive: int) -> Iterator[Outcome]:
    for case in narrowed(spec.fields.get("api", ()), alive):
        unknown = case.mask & ~_releases_with(provider, case.value)
        if unknown:
            hint = "write a member of `Api`, such as `Api.inference`"
            yield _wrong(spec, "api", unknown, f"an API, not {_shown(case.value)}", hint)


def _list(provider: Provider, spec: Spec, name: str, alive: int) -> Iterator[Outcome]:
    for case in narrowed(spec.fields.get(name, ()), alive):
        if isinstance(case.value, Constant | Dictionary):
            yield _wrong(spec, name, case.mask, f"a list, not {_shown(case.value)}")
        for item in case.value.items if isinstance(case.value, Sequence) else ():
            mask = item.mask & case.mask
            if name == "pip_packages":
                kind = _no_string(item.value, optional=False)
                if kind:
                    yield _wrong(spec, name, mask, f"a list of strings; {kind} is none")
                continue
            unknown = mask & ~_releases_with(provider, item.value)
            if unknown:
                shown = _shown(item.value)
                hint = "list members of `Api`, such as `Api.files`"
                yield _wrong(spec, name, unknown, f"a list of APIs; {shown} is none", hint)


def _releases_with(provider: Provider, value: Value) -> int:
    """The releases in which pydantic takes a value for a member of `Api`."""
    match value:
        case Constant(name):
            return provider.contract.apis().get(str(name), 0)
        case OwnClass() | StackClass() | OwnModule() | StackModule() | Sequence() | Dictionary():
            return 0
        case _:
            return -1


def _wrong(spec: Spec, name: str, mask: int, wanted: str, hint: str = "") -> Fault:
    home = spec.adapter if spec.adapter and name in spec.adapter.keywords else None
    title = (home or spec.instance).of.title
    if title == "remote_provider_spec":
        title = "RemoteProviderSpec"
    return Fault(
        mask,
        f"`{name}` must be {wanted}",
        spec.site(name),
        f"ValidationError: 1 validation error for {title}",
        hint,
    )


def _no_string(value: Value, *, optional: bool) -> str:
    """What a value is that is certainly no string; empty for the others."""
    match value:
        case Constant(None) if optional:
            return ""
        case Constant(str() | bytes()):
            # pydantic makes a string of bytes.
            return ""
        case Constant() | EnumMember() | OwnClass() | StackClass() | OwnModule() | StackModule():
            return _shown(value)
        case Sequence() | Dictionary():
            return _shown(value)
        case _:
            return ""


def _shown(value: Value) -> str:
    match value:
        case Constant(constant):
            return repr(constant)
        case OwnClass() | StackClass():
            return f"the class `{value.title}`"
        case EnumMember(_, name):
            return f"`Api.{name}`"
        case _:
            return f"a {type_name(value)}"
