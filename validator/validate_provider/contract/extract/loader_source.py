"""The code of one release's loader: where it is, and finding a thing in it."""

import ast
from collections.abc import Iterator, Mapping

from validate_provider.contract.extract.modules import Module

Function = ast.FunctionDef | ast.AsyncFunctionDef


class UnreadableLoaderError(Exception):
    """The loader has a shape that this reader doesn't know; its facts would be wrong."""


class LoaderSource:
    """The modules of the server that load providers, parsed when they are asked for."""

    def __init__(self, modules: Mapping[str, Module], root: str) -> None:
        self._modules = modules
        self.core = f"{root}.core" if f"{root}.core.resolver" in modules else f"{root}.distribution"
        """The package of the loader: `llama_stack.distribution` up to 0.2.16, then `core`."""
        self._trees: dict[str, ast.Module] = {}

    def tree(self, module: str) -> ast.Module | None:
        """Return the syntax tree of a module, named below `core`; None if there is none."""
        dotted = f"{self.core}.{module}"
        if dotted not in self._trees and dotted in self._modules:
            self._trees[dotted] = self._modules[dotted].tree()
        return self._trees.get(dotted)

    def below(self, package: str) -> Iterator[str]:
        """Yield the names, below `core`, of a module and of all that are below it."""
        start = f"{self.core}.{package}"
        for dotted in sorted(self._modules):
            if dotted == start or dotted.startswith(f"{start}."):
                yield dotted.removeprefix(f"{self.core}.")

    def function(self, module: str, name: str) -> Function | None:
        """Return a module's function; None if the release has no such module or function.

        Of several with one name (overloads), the last one is what runs.
        """
        tree = self.tree(module)
        found = [n for n in tree.body if isinstance(n, Function) and n.name == name] if tree else []
        return found[-1] if found else None

    def needed(self, module: str, name: str) -> Function:
        """Return a function that every release has.

        Raises:
            UnreadableLoaderError: This one hasn't.
        """
        function = self.function(module, name)
        if function is None:
            raise UnreadableLoaderError(f"{self.core}.{module} has no function {name}")
        return function

    def constant(self, module: str, name: str) -> ast.expr | None:
        """Return the value that a module gives to a name."""
        tree = self.tree(module)
        for node in tree.body if tree else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    return value
        return None


def member(node: ast.expr | None) -> str | None:
    """Return `x` for `Api.x`."""
    match node:
        case ast.Attribute(value=ast.Name(id="Api"), attr=name):
            return name
    return None


def constants(node: ast.AST | None) -> set[object]:
    """Return every literal below a node."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)} if node else set()


def attributes(node: ast.AST | None) -> set[str]:
    """Return every attribute name used below a node."""
    return {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)} if node else set()


def raised(node: ast.AST | None) -> set[str]:
    """Return the name of every exception class raised below a node."""
    names = set()
    for found in ast.walk(node) if node else ():
        if isinstance(found, ast.Raise) and found.exc is not None:
            error = found.exc.func if isinstance(found.exc, ast.Call) else found.exc
            names.add(ast.unparse(error))
    return names


def dictionary(function: Function) -> ast.Dict:
    """Return the first dict literal of a function.

    Raises:
        UnreadableLoaderError: It has none.
    """
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            return node
    raise UnreadableLoaderError(f"{function.name} holds no dict")
