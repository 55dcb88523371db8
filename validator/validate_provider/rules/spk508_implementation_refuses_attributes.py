"""SPK508: the implementation takes no attributes, and the loader sets some."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.source.classes import Line, members
from validate_provider.source.models import is_model, takes_extra
from validate_provider.source.plain import plain
from validate_provider.source.provider import Provider
from validate_provider.source.values import External, OwnClass

_PLAIN = frozenset({"abc.ABC", "builtins.object"})
_SET_BY_LOADER = ("__provider_id__", "__provider_spec__", "__provider_config__")


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation takes no attributes, and the loader sets some.

    It sets `__provider_id__`, `__provider_spec__` and `__provider_config__` on the object, from
    ogx 1.3.0 on `__provider_deps__` too (core/resolver.py, instantiate_provider), so a frozen
    dataclass, or a class with nothing but other `__slots__`, can't be used. Routing tables set
    one more when the stack starts, such as `model_store` (core/routing_tables/common.py), which
    a pydantic model must have for a field. Make it an ordinary class.

    Wrong, in `__init__.py`:

        class Sealed:
            __slots__ = ()

        return Sealed()

    Right:

        return adapter
    """
    for line in provider.implementation_lines:
        cls = line.classes[0]
        if not isinstance(cls, OwnClass) or not line.mask & alive:
            continue
        if _decorated_with(cls, "frozen"):
            first = "__provider_id__"
            says = f"FrozenInstanceError: cannot assign to field '{first}'"
            yield _refused(line.mask & alive, cls, provider, first, says, Column.LOADS)
        elif all(_slotted(base) for base in line.classes):
            yield from _refused_by_slots(cls, line, provider, alive)
        else:
            yield from _refused_by_model(cls, line, provider, alive)


def _refused_by_slots(
    cls: OwnClass, line: Line, provider: Provider, alive: int
) -> Iterator[Outcome]:
    """Attributes that are not among the slots, in the order in which they are set."""
    names = _slots(line)
    if names is None:
        why = f"the `__slots__` of `{cls.title}` can't be read"
        yield Doubt(line.mask & alive, why, site_of(cls, provider))
        return
    if "__dict__" in names:
        return
    rest = line.mask & alive
    loader = dict.fromkeys(_SET_BY_LOADER, rest)
    loader["__provider_deps__"] = provider.contract.flag("provider-deps")
    tables = provider.contract.attributes_set(provider.api)
    for column, attributes in ((Column.LOADS, loader), (Column.SERVES, tables)):
        for name, mask in attributes.items():
            if name not in names and rest & mask:
                says = f"AttributeError: '{cls.title}' object has no attribute '{name}'"
                yield _refused(rest & mask, cls, provider, name, says, column)
                rest &= ~mask


def _refused_by_model(
    cls: OwnClass, line: Line, provider: Provider, alive: int
) -> Iterator[Outcome]:
    """What pydantic refuses; names that begin with an underscore it lets through."""
    if line.unknown or not is_model(line):
        return
    frozen = any(isinstance(base, OwnClass) and _frozen_model(base) for base in line.classes)
    closed = line.mask & alive & ~takes_extra(line, provider.contract)
    for name, mask in provider.contract.attributes_set(provider.api).items():
        if frozen and line.mask & alive & mask:
            says = f"ValidationError: 1 validation error for {cls.title}"
            yield _refused(line.mask & alive & mask, cls, provider, name, says, Column.SERVES)
            continue
        rest = closed & mask
        for member in members(name, line, provider.contract):
            rest &= ~member.mask
        if rest:
            yield Fault(
                rest,
                f"`{cls.title}` has no field `{name}`, and the routing table sets it",
                site_of(cls, provider),
                f'ValueError: "{cls.title}" object has no field "{name}"',
                f"add a field `{name}`, or `model_config = ConfigDict(extra='allow')`",
                Column.SERVES,
            )


def _refused(
    mask: int, cls: OwnClass, provider: Provider, name: str, says: str, column: Column
) -> Fault:
    who = "loader" if name in {*_SET_BY_LOADER, "__provider_deps__"} else "routing table"
    return Fault(
        mask,
        f"`{cls.title}` does not take `{name}`, which the {who} sets",
        site_of(cls, provider),
        says,
        "make it an ordinary class",
        column,
    )


def _slotted(cls: object) -> bool:
    if isinstance(cls, OwnClass):
        return "__slots__" in cls.members or _decorated_with(cls, "slots")
    return isinstance(cls, External) and cls.dotted in _PLAIN


def _slots(line: Line) -> frozenset[str] | None:
    """The names of all slots; None if some can't be read."""
    names: set[str] = set()
    for cls in line.classes:
        if isinstance(cls, OwnClass) and _decorated_with(cls, "slots"):
            names.update(cls.fields)
        for case in cls.members.get("__slots__", ()) if isinstance(cls, OwnClass) else ():
            found = plain(case.value)
            listed = [found] if isinstance(found, str) else found
            if not isinstance(listed, list):
                return None
            names.update(str(name) for name in listed)
    return frozenset(names)


def _decorated_with(cls: OwnClass, name: str) -> bool:
    """Whether a decorator is given `name=True`, as `@dataclass(frozen=True)` is."""
    calls = [node for node in cls.node.decorator_list if isinstance(node, ast.Call)]
    return any(_says(call.keywords, name) for call in calls)


def _frozen_model(cls: OwnClass) -> bool:
    for statement in cls.node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="model_config")], value=ast.Call(keywords=given)):
                if _says(given, "frozen"):
                    return True
    return _says(cls.node.keywords, "frozen")


def _says(keywords: list[ast.keyword], name: str) -> bool:
    return any(
        keyword.arg == name
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in keywords
    )
