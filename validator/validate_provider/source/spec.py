"""A provider spec as the loader will see it, whichever way it was built.

Up to llama-stack 0.2.22 a remote spec wraps an `AdapterSpec` and is usually made by
`remote_provider_spec`; from 0.2.23 on it is flat. Both are seen here as the same fields.
"""

from validate_provider.contract import Contract
from validate_provider.record import Record
from validate_provider.source.classes import lines
from validate_provider.source.values import (
    Case,
    Cases,
    Constant,
    EnumMember,
    Instance,
    Item,
    OwnClass,
    Sequence,
    Site,
    StackClass,
    StackObject,
    Unknown,
    joined,
    narrowed,
)

SPEC_CLASSES = {
    "RemoteProviderSpec": "remote",
    "InlineProviderSpec": "inline",
    "ProviderSpec": "plain",
}
_FACTORY = "remote_provider_spec"
_FROM_ADAPTER = ("config_class", "module", "pip_packages", "provider_data_validator")


class Spec(Record):
    """One provider spec, in the releases in which it is returned."""

    mask: int
    kind: str
    """`remote`, `inline` or `plain` (the base class)."""
    instance: Instance
    """The call that makes it."""
    adapter: Instance | None
    """The `AdapterSpec` inside, where there is one."""
    fields: dict[str, Cases]
    """What the loader reads: `api`, `provider_type`, `config_class`, `module` and so on."""
    exact: bool
    """False if some fields could not be read."""
    perhaps: str = ""
    """Why it can't be told whether it is returned; empty if it surely is."""

    def field(self, name: str, mask: int) -> Cases:
        """A field in the releases of `mask`; None where it is left to its default."""
        cases = narrowed(self.fields.get(name, ()), mask & self.mask)
        rest = mask & self.mask
        for case in cases:
            rest &= ~case.mask
        if not rest:
            return cases
        if not self.exact:
            why = f"`{name}` of the spec"
            return joined([*cases, Case(rest, Unknown(why, self.instance.site))])
        return joined([*cases, Case(rest, Constant(None))])

    def site(self, name: str) -> Site:
        """Where a field is given, or the call if it is not."""
        for made in (self.instance, self.adapter):
            if made is not None and name in made.given.sites:
                return made.given.sites[name]
        return self.instance.site

    def texts(self, name: str, mask: int) -> list[tuple[int, str]]:
        """A field's values where it is a string, or the name of an API."""
        found = []
        for case in self.field(name, mask):
            match case.value:
                case Constant(str(text)):
                    found.append((case.mask, text))
                case EnumMember(_, text):
                    found.append((case.mask, text))
        return found


def specs_in(instance: Instance, mask: int, contract: Contract) -> list[Spec]:
    """The specs that a call makes; none if it is no spec class of the stack."""
    match instance.of:
        case StackObject(dotted) if dotted.rpartition(".")[2] == _FACTORY:
            return _from_factory(instance, mask)
        case StackClass() | OwnClass():
            return [
                spec
                for line in lines(instance.of, mask, contract)
                for spec in _from_class(instance, line.mask, _kind(line.classes))
            ]
        case _:
            return []


def _kind(classes: tuple[object, ...]) -> str:
    for cls in classes:
        if isinstance(cls, StackClass):
            kind = SPEC_CLASSES.get(cls.dotted.rpartition(".")[2])
            if kind:
                return kind
    return ""


def _from_class(instance: Instance, mask: int, kind: str) -> list[Spec]:
    if not kind:
        return []
    exact = instance.given.exact and not isinstance(instance.of, OwnClass)
    found = []
    rest = mask
    for case in narrowed(instance.keywords.get("adapter", ()), mask):
        if isinstance(case.value, Instance):
            rest &= ~case.mask
            fields = dict(instance.keywords)
            for name in ("pip_packages", "provider_data_validator"):
                fields.setdefault(name, case.value.keywords.get(name, ()))
            found.append(Spec(case.mask, kind, instance, case.value, fields, exact))
    if rest:
        found.append(Spec(rest, kind, instance, None, dict(instance.keywords), exact))
    return found


def _from_factory(instance: Instance, mask: int) -> list[Spec]:
    """`remote_provider_spec(api, adapter, ...)`: the fields are taken from the adapter."""
    names = ("api", "adapter", "api_dependencies", "optional_api_dependencies")
    given = {**dict(zip(names, instance.given.positional, strict=False)), **instance.keywords}
    found = []
    rest = mask
    for case in narrowed(given.get("adapter", ()), mask):
        if not isinstance(case.value, Instance):
            continue
        rest &= ~case.mask
        adapter = case.value
        fields: dict[str, Cases] = {
            name: cases for name, cases in given.items() if name != "adapter"
        }
        for name in _FROM_ADAPTER:
            if name in adapter.keywords:
                fields[name] = adapter.keywords[name]
        # An AdapterSpec without `module` has the empty string.
        fields.setdefault("module", (Case(case.mask, Constant("")),))
        fields["adapter_type"] = adapter.keywords.get("adapter_type", ())
        fields["provider_type"] = tuple(
            Case(c.mask, Constant(f"remote::{c.value.value}"))
            if isinstance(c.value, Constant)
            else c
            for c in fields["adapter_type"]
        )
        exact = instance.given.exact and adapter.given.exact
        found.append(Spec(case.mask, "remote", instance, adapter, fields, exact))
    if rest:
        found.append(Spec(rest, "remote", instance, None, given, exact=False))
    return found


def api_names(value: object) -> list[Item]:
    """The elements of a dependency list, each with its releases."""
    return list(value.items) if isinstance(value, Sequence) else []
