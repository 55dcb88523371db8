"""What a piece of code may bind, change or yield, told from its syntax tree alone."""

import ast

from validate_provider.source.nodes import nodes_of

MUTATING = frozenset(
    {
        "add",
        "append",
        "clear",
        "discard",
        "extend",
        "insert",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "update",
    }
)
"""Methods that change the list, set or dict they are called on."""


def bound_names(*nodes: ast.AST) -> set[str]:
    """The names that code may bind: assignments, imports, definitions, captures."""
    names: set[str] = set()
    for node in nodes:
        for inner in nodes_of(node):
            match inner:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    names.add(name)
                case ast.alias(name=name, asname=asname):
                    names.add(asname or name.partition(".")[0])
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    names.add(name)
                case ast.ClassDef(name=name):
                    names.add(name)
                case (
                    ast.ExceptHandler(name=str(name))
                    | ast.MatchAs(name=str(name))
                    | ast.MatchStar(name=str(name))
                    | ast.MatchMapping(rest=str(name))
                ):
                    names.add(name)
    return names


def changed_names(*nodes: ast.AST) -> set[str]:
    """The names whose objects code may change: by a method, an entry or an attribute."""
    names: set[str] = set()
    for node in nodes:
        for inner in nodes_of(node):
            match inner:
                case (
                    ast.Subscript(value=owner, ctx=ast.Store() | ast.Del())
                    | ast.Attribute(value=owner, ctx=ast.Store() | ast.Del())
                ):
                    names |= _root(owner)
                case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in MUTATING:
                    names |= _root(owner)
    return names


def yields(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function itself yields, inner functions aside."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def _root(node: ast.expr) -> set[str]:
    """The name that an entry or attribute is reached from."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()
