"""SPK508: the implementation takes no attributes, and the loader sets some."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.classes import Line, members
from validate_provider.source.models import is_model, takes_extra
from validate_provider.source.provider import Provider
from validate_provider.source.values import External, OwnClass

_PLAIN = frozenset({"abc.ABC", "builtins.object"})


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation takes no attributes, and the loader sets some.

    It sets `__provider_id__`, `__provider_spec__` and `__provider_config__` on the object, so a
    frozen dataclass or a class with nothing but `__slots__` can't be used (core/resolver.py,
    instantiate_provider). Routing tables set more, such as `model_store`. Make it an ordinary
    class.

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
        says = ""
        if _frozen(cls):
            says = "FrozenInstanceError: cannot assign to field '__provider_id__'"
        elif all(_slotted(base) for base in line.classes):
            says = f"AttributeError: '{cls.title}' object has no attribute '__provider_id__'"
        if says:
            yield Fault(
                line.mask & alive,
                f"`{cls.title}` takes no attributes, and the loader sets some",
                site_of(cls, provider),
                says,
                "make it an ordinary class",
            )
        else:
            yield from _refused_by_model(cls, line, provider, alive)


def _refused_by_model(
    cls: OwnClass, line: Line, provider: Provider, alive: int
) -> Iterator[Outcome]:
    if line.unknown or not is_model(line):
        return
    closed = line.mask & alive & ~takes_extra(line, provider.contract)
    for name, mask in provider.contract.attributes_set(provider.api).items():
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


def _slotted(cls: object) -> bool:
    if isinstance(cls, OwnClass):
        return "__slots__" in cls.members
    return isinstance(cls, External) and cls.dotted in _PLAIN


def _frozen(cls: OwnClass) -> bool:
    return any(
        isinstance(decorator, ast.Call)
        and any(
            keyword.arg == "frozen"
            and isinstance(keyword.value, ast.Constant)
            and keyword.value.value is True
            for keyword in decorator.keywords
        )
        for decorator in cls.node.decorator_list
    )
