"""SPK508: the implementation takes no attributes, and the loader sets some."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.values import External, OwnClass

_PLAIN = frozenset({"abc.ABC", "builtins.object"})


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation takes no attributes, and the loader sets some.

    It sets `__provider_id__`, `__provider_spec__` and `__provider_config__` on the object, so a
    frozen dataclass or a class with nothing but `__slots__` can't be used
    (core/resolver.py, instantiate_provider).
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
