"""Reading a method that the stack calls beside the protocol: its parameters, what it returns."""

import ast
from collections.abc import Iterator

from validate_provider.source.classes import Member
from validate_provider.source.provider import Provider
from validate_provider.source.signature import refused
from validate_provider.source.values import Arguments, OwnClass, OwnFunction

_DISPLAYS: tuple[tuple[type[ast.expr], str], ...] = (
    (ast.List, "list"),
    (ast.ListComp, "list"),
    (ast.Dict, "dict"),
    (ast.DictComp, "dict"),
    (ast.Tuple, "tuple"),
    (ast.Compare, "bool"),
    (ast.JoinedStr, "str"),
)


def own_function(
    name: str, member: Member, mask: int
) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The syntax tree of a method; None if the provider's own classes do not define it so."""
    cases = member.owner.members.get(name, ()) if isinstance(member.owner, OwnClass) else ()
    for case in cases:
        if case.mask & mask and isinstance(case.value, OwnFunction):
            return case.value.node
    return None


def refusals(
    provider: Provider, method: str, member: Member, mask: int
) -> Iterator[tuple[int, str]]:
    """Where the stack's call of a method fails, in Python's words."""
    if member.signature is None:
        return
    for scope, call in provider.contract.calls(provider.api).get(method, ()):
        passed = Arguments(
            ((),) * call.positional, dict.fromkeys(call.keywords, ()), {}, exact=True
        )
        name = f"{member.owner.title}.{method}"
        says = refused(name, member.signature, passed, bound=True)
        if says and scope & mask:
            yield scope & mask, says


def returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
    """The type of what a plain function returns; None if it may be something to await."""
    found = {_type(node.value) for node in _returns(function)} or {"NoneType"}
    return None if None in found else min(name for name in found if name)


def _returns(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.Return]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


def _type(value: ast.expr | None) -> str | None:
    if value is None:
        return "NoneType"
    if isinstance(value, ast.Constant):
        return type(value.value).__name__
    return next((name for kind, name in _DISPLAYS if isinstance(value, kind)), None)
