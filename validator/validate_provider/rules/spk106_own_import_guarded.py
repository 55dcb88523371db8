"""SPK106: an import of one's own module is guarded, and what it brings is used all the same."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.shims import caught
from validate_provider.rules.wording import listed
from validate_provider.source.entry import Entry
from validate_provider.source.nodes import nodes_of


@entry_rule(Severity.WARNING, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """An import of one's own module is guarded, and what it brings is used all the same.

    If anything in that module fails to import, the guard hides it, and Python stops later at the
    first use of the name, with a NameError that says nothing of the cause. The loader shows the
    NameError alone. To mend it, import it without `try`, or do in the `except` what the rest of
    the module needs.

    Wrong, in `__init__.py`:

        try:
            from .config import AcmeConfig
        except ImportError:
            pass

    Right:

        from .config import AcmeConfig
    """
    for dotted in (entry.package.dotted, entry.module):
        module = entry.reader.sources.module(dotted)
        if module is None:
            continue
        needed: frozenset[str] | None = None
        for node in nodes_of(module.tree):
            if not isinstance(node, ast.Try) or not _hides(node):
                continue
            for statement in node.body:
                if not isinstance(statement, ast.ImportFrom) or not _is_own(statement, entry):
                    continue
                needed = needed if needed is not None else _needed(module.tree)
                bound = [alias.asname or alias.name for alias in statement.names]
                used = [name for name in bound if name in needed]
                if used:
                    yield Fault(
                        alive,
                        f"if this import fails, {listed(used)} is missing further down, and the "
                        "cause is hidden",
                        module.site(statement),
                        hint="import it without `try`",
                    )


def _hides(node: ast.Try) -> bool:
    """Whether a failing import is caught, and nothing done about it."""
    if node.orelse or node.finalbody:
        return False
    handlers = [h for h in node.handlers if caught(h) & {"ImportError", "Exception"}]
    return bool(handlers) and all(_does_nothing(handler) for handler in handlers)


def _is_own(statement: ast.ImportFrom, entry: Entry) -> bool:
    return statement.level > 0 or entry.reader.sources.owns(statement.module or "?")


def _does_nothing(handler: ast.ExceptHandler) -> bool:
    """Whether a handler neither raises nor gives the name another value."""
    return not any(
        isinstance(node, ast.Raise | ast.Return | ast.Assign | ast.Import | ast.ImportFrom)
        for node in nodes_of(handler)
    )


def _needed(tree: ast.Module) -> frozenset[str]:
    """The names that the definitions at the top level need to be made, outside of any `try`."""
    return frozenset(
        part.id
        for statement in tree.body
        for node in _evaluated(statement)
        for part in nodes_of(node)
        if isinstance(part, ast.Name)
    )


def _evaluated(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a definition that are evaluated when it is made, not when it is called."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from statement.decorator_list
            arguments = statement.args
            for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                if argument.annotation is not None:
                    yield argument.annotation
            yield from arguments.defaults
            if statement.returns is not None:
                yield statement.returns
        case ast.ClassDef():
            yield from statement.bases
            yield from statement.decorator_list
        case ast.Assign() | ast.Expr():
            yield statement.value
