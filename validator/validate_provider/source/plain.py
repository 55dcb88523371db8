"""Values that are written out plainly, and what can be told of them."""

import ast

from validate_provider.source.values import (
    Cases,
    Constant,
    Dictionary,
    EnumMember,
    External,
    OwnClass,
    OwnFunction,
    OwnModule,
    Sequence,
    StackClass,
    StackModule,
    Value,
    narrowed,
)

_LONGEST_EXCERPT = 60


class NotPlain:
    """Stands for a value that is not one plain constant."""


NOT_PLAIN = NotPlain()


def truthiness(value: Value) -> bool | None:
    """Whether a value counts as true; None if that can't be told."""
    match value:
        case Constant(constant):
            return bool(constant)
        case Sequence(_, items):
            return None if items and all(item.perhaps for item in items) else bool(items)
        case Dictionary(entries):
            return bool(entries)
        case OwnModule() | StackModule() | OwnClass() | StackClass() | OwnFunction():
            return True
        case EnumMember():
            return True
        case External("importlib.machinery.ModuleSpec"):
            return True
        case _:
            return None


def excerpt(node: ast.AST) -> str:
    """The expression as its author would recognise it, in one short line between backticks."""
    text = " ".join(ast.unparse(node).split())
    if len(text) > _LONGEST_EXCERPT:
        text = text[: _LONGEST_EXCERPT - 1] + "…"
    return f"`{text}`"


def plain(value: Value) -> object:
    """The constant that a value is, a list of constants for a list; NOT_PLAIN for any other."""
    match value:
        case Constant(constant):
            return constant
        case EnumMember(_, name):
            return name
        case External("importlib.machinery.ModuleSpec"):
            return value
        case Sequence(_, items):
            sure = len({item.mask for item in items}) < 2 and not any(i.perhaps for i in items)
            if not sure or not all(isinstance(i.value, Constant | EnumMember) for i in items):
                return NOT_PLAIN
            return [plain(item.value) for item in items]
        case _:
            return NOT_PLAIN


def plain_in(cases: Cases, mask: int) -> object:
    """The one constant that cases are in all releases of `mask`; NOT_PLAIN if there is none."""
    found = narrowed(cases, mask)
    return plain(found[0].value) if len(found) == 1 else NOT_PLAIN
