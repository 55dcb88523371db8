"""A `try` around imports of the stack, with what it falls back to: how packages span releases."""

import ast
from collections.abc import Iterator

from validate_provider.contract import Contract
from validate_provider.record import Record
from validate_provider.source.entry import Entry
from validate_provider.source.modules import SourceModule
from validate_provider.source.nodes import nodes_of

_MISSING_MODULE = "ModuleNotFoundError"
_CATCH_IMPORTS = frozenset({"ImportError", _MISSING_MODULE, "Exception", "BaseException"})


class Imported(Record):
    """One import statement: a module, and the names taken from it."""

    module: str
    names: tuple[str, ...]
    """Empty for `import module`."""


class Shim(Record):
    """A `try` whose body does nothing but import from the stack."""

    module: SourceModule
    node: ast.Try
    imports: tuple[Imported, ...]
    fallback: tuple[Imported, ...]
    """What the handlers import from the stack."""

    def works(self, contract: Contract) -> int:
        """The releases in which nothing in the body fails."""
        mask = contract.timeline.everything
        for imported in self.imports:
            mask &= contract.module(imported.module)
            for name in imported.names:
                has = contract.open(imported.module)
                has |= contract.module(f"{imported.module}.{name}")
                for bound in contract.name(imported.module, name):
                    has |= bound.mask
                mask &= has
        return mask


def shims(entry: Entry) -> Iterator[Shim]:
    """Those of a package's `__init__` and `provider` module, the outermost of nested ones first."""
    contract = entry.reader.contract
    for dotted in (entry.package.dotted, entry.module):
        module = entry.reader.sources.module(dotted)
        for node in nodes_of(module.tree) if module is not None else ():
            if module is None or not isinstance(node, ast.Try):
                continue
            if not any(caught(handler) & _CATCH_IMPORTS for handler in node.handlers):
                continue
            imports = tuple(_imports(node.body, contract))
            if imports and len(imports) == len(node.body):
                handled = [s for h in node.handlers for s in nodes_of(h)]
                yield Shim(module, node, imports, tuple(_imports(handled, contract)))


def caught(handler: ast.ExceptHandler) -> frozenset[str]:
    """The names of the exceptions that a handler catches; a bare `except` catches all."""
    if handler.type is None:
        return frozenset({"BaseException"})
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return frozenset(ast.unparse(part).rpartition(".")[2] for part in parts)


def catches_the_wrong_error(module: SourceModule | None, line: int) -> bool:
    """Whether a line is tried, and only ModuleNotFoundError caught, of all that imports raise."""
    for node in nodes_of(module.tree) if module is not None else ():
        if not isinstance(node, ast.Try) or not node.body:
            continue
        if node.body[0].lineno <= line <= (node.body[-1].end_lineno or 0):
            names = {name for handler in node.handlers for name in caught(handler)}
            if names & _CATCH_IMPORTS == {_MISSING_MODULE}:
                return True
    return False


def _imports(statements: list[ast.stmt] | list[ast.AST], contract: Contract) -> Iterator[Imported]:
    for statement in statements:
        match statement:
            case ast.ImportFrom(module=str(dotted), level=0) if contract.is_stack(dotted):
                names = tuple(alias.name for alias in statement.names if alias.name != "*")
                yield Imported(dotted, names)
            case ast.Import(names=[alias]) if contract.is_stack(alias.name):
                yield Imported(alias.name, ())
