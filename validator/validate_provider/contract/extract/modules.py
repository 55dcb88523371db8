"""One module of a wheel, reduced to what the contract keeps of it."""

import ast
import warnings
from collections.abc import Iterable

from validate_provider.contract.extract.scope import Binding, Star, read_scope
from validate_provider.contract.extract.shapes import (
    Shape,
    read_aliases,
    read_class,
    read_function,
)
from validate_provider.contract.extract.wheels import Source
from validate_provider.record import Record


class Module(Record):
    """What a module says, before other modules are looked at."""

    source: Source
    bindings: dict[str, Binding]
    stars: tuple[Star, ...]
    exported: tuple[str, ...] | None
    """`__all__`, or None."""
    open: bool
    classes: dict[str, Shape]
    functions: dict[str, str]
    aliases: dict[str, str]
    """Type aliases that give a field a default."""

    def tree(self) -> ast.Module:
        """Return the module's syntax tree, parsed anew."""
        return parse(self.source)


def parse(source: Source) -> ast.Module:
    """Return the syntax tree of a module.

    Raises:
        SyntaxError: This Python is older than the module's syntax.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python thinks of the stack's own string escapes
        return ast.parse(source.text, source.dotted)


class Reader:
    """Reads modules, each distinct text once: most don't change from release to release."""

    def __init__(self) -> None:
        self._known: dict[Source, Module] = {}

    def read(self, sources: Iterable[Source]) -> dict[str, Module]:
        """Return the modules by dotted name.

        Raises:
            SyntaxError: This Python is older than a module's syntax.
            UnreadableModuleError: A module uses a form this reader doesn't know.
        """
        modules = {}
        for source in sources:
            if source not in self._known:
                self._known[source] = _reduce(source)
            modules[source.dotted] = self._known[source]
        return modules


def _reduce(source: Source) -> Module:
    tree = parse(source)
    scope = read_scope(tree, source.dotted, package=source.package)
    kinds = {name: binding.kind for name, binding in scope.bindings.items()}
    return Module(
        source=source,
        bindings=scope.bindings,
        stars=scope.stars,
        exported=scope.exported,
        open=scope.open,
        classes={n: read_class(c) for n, c in scope.classes.items() if kinds.get(n) == "class"},
        functions={
            n: read_function(f) for n, f in scope.functions.items() if kinds.get(n) == "def"
        },
        aliases=read_aliases(tree),
    )
