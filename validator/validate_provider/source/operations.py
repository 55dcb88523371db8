"""What Python's operators and string methods make of constants."""

import ast
import re
from collections.abc import Callable

from validate_provider.source.plain import NOT_PLAIN
from validate_provider.source.values import Constant, Item, Sequence

_BINARY: dict[type[ast.operator], Callable[[object, object], object]] = {
    ast.Add: lambda left, right: left + right,  # type: ignore[operator]
    ast.Mod: lambda left, right: left % right,  # type: ignore[operator]
    ast.Sub: lambda left, right: left - right,  # type: ignore[operator]
}
_COMPARE: dict[type[ast.cmpop], Callable[[object, object], object]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Lt: lambda left, right: left < right,  # type: ignore[operator]
    ast.LtE: lambda left, right: left <= right,  # type: ignore[operator]
    ast.Gt: lambda left, right: left > right,  # type: ignore[operator]
    ast.GtE: lambda left, right: left >= right,  # type: ignore[operator]
    ast.Is: lambda left, right: left is right,
    ast.IsNot: lambda left, right: left is not right,
    ast.In: lambda left, right: left in right,  # type: ignore[operator]
    ast.NotIn: lambda left, right: left not in right,  # type: ignore[operator]
}
_STRING_METHODS = frozenset(
    {
        "capitalize",
        "casefold",
        "endswith",
        "format",
        "join",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "startswith",
        "strip",
        "title",
        "upper",
    }
)
_LONGEST = 10_000
_WIDE = r"[%{:][^%{}]*\d{4}"
"""A width in a format string."""


def small(value: object) -> bool:
    """Whether working with a constant can't take long: it is short, and pads to no great width."""
    if not isinstance(value, str):
        return not isinstance(value, bytes | list) or len(value) < _LONGEST
    return len(value) < _LONGEST and not re.search(_WIDE, value)


def combined(operator: ast.operator, left: object, right: object) -> Constant | Sequence | None:
    """`left operator right`; None if that can't be told."""
    operate = _BINARY.get(type(operator))
    if operate is None or not small(left) or not small(right):
        return None
    return _attempt(operate, left, right)


def compared(operator: ast.cmpop, left: object, right: object) -> Constant | Sequence | None:
    """`left operator right`; None if one of them is not plain, or can't be compared so."""
    if left is NOT_PLAIN or right is NOT_PLAIN:
        return None
    return _attempt(_COMPARE[type(operator)], left, right)


def string_method(text: str, name: str, arguments: list[object]) -> Constant | Sequence | None:
    """`text.name(*arguments)`; None if that can't be told."""
    known = name in _STRING_METHODS and all(one is not NOT_PLAIN for one in arguments)
    if not known or not all(small(one) for one in (text, *arguments)):
        return None
    return _attempt(getattr(text, name), *arguments)


def _attempt(operate: Callable[..., object], *arguments: object) -> Constant | Sequence | None:
    """The constant that an operation on constants gives; None if Python itself would refuse."""
    try:
        result = operate(*arguments)
    except Exception:
        return None
    if isinstance(result, list | tuple):
        everywhere = -1
        return Sequence("list", tuple(Item(everywhere, Constant(part)) for part in result))
    return Constant(result)
