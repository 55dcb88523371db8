"""What a module binds at run time, read off its syntax tree.

The walk follows the paths that the module's code can take: both sides of an `if` that can't be
decided, a `try` body and its handlers. A name bound on every path is certain, a name bound on
some of them is not; what stands under `if TYPE_CHECKING:` does not exist.
"""

import ast
from collections.abc import Iterator

from validate_provider.record import Record

_CHANGES_ITSELF = ("globals", "vars", "exec")
"""Calls at module level after which any name may exist."""


class Binding(Record):
    """One name of a module."""

    kind: str
    """`class`, `def`, `value`, `import` (target: a module) or `from` (target: `module:name`)."""
    target: str
    certain: bool
    order: int
    """Where in the module it was bound last: a later star import may bind it anew."""


class Star(Record):
    """One `from module import *`."""

    module: str
    order: int


class Scope(Record):
    """One module, before any other module is looked at."""

    bindings: dict[str, Binding]
    stars: tuple[Star, ...]
    exported: tuple[str, ...] | None
    """`__all__`, or None."""
    open: bool
    """Any name may exist: the module has `__getattr__`, or writes into its own namespace."""
    classes: dict[str, ast.ClassDef]
    functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef]


class UnreadableModuleError(Exception):
    """A module uses a form that this reader doesn't know; its names would be wrong."""


_Names = dict[str, Binding]


def read_scope(tree: ast.Module, dotted: str, *, package: bool) -> Scope:
    """Return what the module named DOTTED binds.

    Raises:
        UnreadableModuleError: `__all__` is computed, or a star import is conditional.
    """
    walk = _Walk(dotted, package=package)
    names, _ = walk.run(tree.body, {})
    for name in _declared_global(tree):
        if name not in names:
            names[name] = Binding("value", "", certain=False, order=walk.order)
    return Scope(
        bindings=names,
        stars=tuple(walk.stars),
        exported=_exported(tree, dotted),
        open="__getattr__" in names or walk.changes_itself,
        classes=walk.classes,
        functions=walk.functions,
    )


class _Walk:
    def __init__(self, dotted: str, *, package: bool) -> None:
        self.dotted = dotted
        self.package = dotted if package else dotted.rpartition(".")[0]
        self.order = 0
        self.depth = 0
        self.stars: list[Star] = []
        self.classes: dict[str, ast.ClassDef] = {}
        self.functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        self.changes_itself = False

    def run(self, body: list[ast.stmt], names: _Names) -> tuple[_Names, bool]:
        """Return the names after BODY, and whether its end can be reached."""
        for statement in body:
            self.order += 1
            names, alive = self._step(statement, names)
            if not alive:
                return names, False
        return names, True

    def _step(self, node: ast.stmt, names: _Names) -> tuple[_Names, bool]:
        names = self._expressions(node, names)
        match node:
            case ast.ClassDef(name=name):
                self.classes[name] = node
                names[name] = self._binding("class")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self.functions[name] = node
                names[name] = self._binding("def")
            case ast.Import():
                self._import(node, names)
            case ast.ImportFrom():
                self._import_from(node, names)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names[name] = self._alias(value, names)
            case ast.Assign(targets=targets):
                self._bind(targets, names)
            case ast.AnnAssign(target=target, value=ast.expr()):
                self._bind([target], names)
            case ast.AugAssign(target=target):
                self._bind([target], names)
            case ast.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        names.pop(target.id, None)
            case ast.Raise() | ast.Return():
                return names, False
            case ast.If():
                return self._if(node, names)
            case ast.Try() | ast.TryStar():
                return self._try(node, names)
            case ast.For(target=target) | ast.AsyncFor(target=target):
                inside = dict(names)
                self._bind([target], inside)
                return self._branches([(node.body, inside)], [names], node.orelse), True
            case ast.While():
                return self._branches([(node.body, dict(names))], [names], node.orelse), True
            case ast.With(items=items) | ast.AsyncWith(items=items):
                self._bind([item.optional_vars for item in items if item.optional_vars], names)
                if _suppresses(items):
                    return self._branches([(node.body, dict(names))], [names], []), True
                return self.run(node.body, names)
            case ast.Match(cases=cases):
                return self._branches([(c.body, dict(names)) for c in cases], [names], []), True
            case _ if type(node).__name__ == "TypeAlias":  # `type X = ...`, Python 3.12
                self._bind([node.name], names)  # type: ignore[attr-defined]
        return names, True

    # Branches.

    def _if(self, node: ast.If, names: _Names) -> tuple[_Names, bool]:
        decided = _decide(node.test)
        if decided is not None:
            return self.run(node.body if decided else node.orelse, names)
        self.depth += 1
        then, then_alive = self.run(node.body, dict(names))
        other, other_alive = self.run(node.orelse, dict(names))
        self.depth -= 1
        ends = [end for end, alive in ((then, then_alive), (other, other_alive)) if alive]
        return (_joined(ends), True) if ends else (then, False)

    def _try(self, node: ast.Try | ast.TryStar, names: _Names) -> tuple[_Names, bool]:
        self.depth += 1
        done, alive = self.run(node.body, dict(names))
        broken_off = _joined([names, done])
        if alive:
            done, alive = self.run(node.orelse, done)
        ends = [done] if alive else []
        for handler in node.handlers:
            inside = dict(broken_off)
            after, alive = self.run(handler.body, inside)
            if handler.name:
                after.pop(handler.name, None)
            if alive:
                ends.append(after)
        self.depth -= 1
        after, alive = self.run(node.finalbody, _joined(ends or [broken_off]))
        return after, alive and bool(ends)

    def _branches(
        self, bodies: list[tuple[list[ast.stmt], _Names]], ends: list[_Names], last: list[ast.stmt]
    ) -> _Names:
        """Run bodies of which none needs to run, then LAST."""
        self.depth += 1
        joined = _joined([*ends, *(self.run(body, names)[0] for body, names in bodies)])
        self.depth -= 1
        return self.run(last, joined)[0]

    # What binds.

    def _binding(self, kind: str, target: str = "") -> Binding:
        return Binding(kind, target, certain=True, order=self.order)

    def _bind(self, targets: list[ast.expr], names: _Names) -> None:
        for target in targets:
            match target:
                case ast.Name(id=name):
                    names[name] = self._binding("value")
                case ast.Tuple(elts=elements) | ast.List(elts=elements):
                    self._bind(elements, names)
                case ast.Starred(value=value):
                    self._bind([value], names)

    def _alias(self, value: ast.expr, names: _Names) -> Binding:
        """Bind to what VALUE names, if it is but another name for something known."""
        match value:
            case ast.Name(id=name) if name in names and names[name].certain:
                known = names[name]
                if known.kind in ("class", "def"):
                    return self._binding("from", f"{self.dotted}:{name}")
                return self._binding(known.kind, known.target)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if (
                name in names and names[name].certain and names[name].kind == "import"
            ):
                return self._binding("from", f"{names[name].target}:{attribute}")
        return self._binding("value")

    def _import(self, node: ast.Import, names: _Names) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            names[name] = self._binding("import", alias.name if alias.asname else name)

    def _import_from(self, node: ast.ImportFrom, names: _Names) -> None:
        module = self._absolute(node)
        for alias in node.names:
            if alias.name == "*":
                if self.depth:
                    raise UnreadableModuleError(f"{self.dotted}: a conditional star import")
                self.stars.append(Star(module, self.order))
            elif module == self.dotted:  # a package that imports its own submodule
                name = alias.asname or alias.name
                names[name] = self._binding("import", f"{module}.{alias.name}")
            elif module != "__future__":
                target = f"{module}:{alias.name}"
                names[alias.asname or alias.name] = self._binding("from", target)
            else:
                names[alias.name] = self._binding("value")

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        base = ".".join(parts[: len(parts) - node.level + 1])
        return f"{base}.{node.module}" if node.module else base

    def _expressions(self, node: ast.stmt, names: _Names) -> _Names:
        """Bind the names of `:=`, and notice calls that write into the namespace."""
        for expression in _own_expressions(node):
            match expression:
                case ast.NamedExpr(target=target):
                    self._bind([target], names)
                case ast.Call(func=ast.Name(id=name)) if name in _CHANGES_ITSELF:
                    self.changes_itself = True
        return names


def _own_expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions that run when NODE itself does, not those of its inner statements."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.Lambda | ast.excepthandler | ast.match_case):
            continue
        if isinstance(child, ast.expr):
            yield child
        yield from _own_expressions(child)


def _joined(ends: list[_Names]) -> _Names:
    """Return the names after any one of several paths."""
    if len(ends) == 1:
        return ends[0]
    joined: _Names = {}
    for name in dict.fromkeys(name for end in ends for name in end):
        found = [end[name] for end in ends if name in end]
        certain = len(found) == len(ends) and all(binding.certain for binding in found)
        same = len({(binding.kind, binding.target) for binding in found}) == 1
        joined[name] = Binding(
            found[0].kind if same else "value",
            found[0].target if same else "",
            certain,
            max(binding.order for binding in found),
        )
    return joined


def _decide(test: ast.expr) -> bool | None:
    """Return what TEST is whenever the module is imported, None if that depends."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return False
        case ast.Constant(value=value):
            return bool(value)
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()]):
            return False
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            decided = _decide(operand)
            return None if decided is None else not decided
    return None


def _suppresses(items: list[ast.withitem]) -> bool:
    return any("suppress" in ast.unparse(item.context_expr) for item in items)


def _declared_global(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from node.names


def _exported(tree: ast.Module, dotted: str) -> tuple[str, ...] | None:
    names: tuple[str, ...] | None = None
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                names = _literal_names(value, dotted)
            case ast.AnnAssign(target=ast.Name(id="__all__"), value=ast.expr() as value):
                names = _literal_names(value, dotted)
            case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
                names = (*(names or ()), *_literal_names(value, dotted))
    return names


def _literal_names(value: ast.expr, dotted: str) -> tuple[str, ...]:
    try:
        names = ast.literal_eval(value)
    except ValueError as error:
        raise UnreadableModuleError(f"{dotted}: `__all__` is computed") from error
    return tuple(names)
