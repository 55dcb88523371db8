"""Annotations and defaults of the stack's signatures, as one writes them today.

What only the stack's own routes need is left out (`Annotated[str, Query()]` is `str`), what was
written for older Pythons is written anew (`Optional[List[str]]` is `list[str] | None`), and
generic types without arguments are given some.
"""

import ast
from collections.abc import Callable, Iterator

from template_maker.errors import CannotMakeError
from template_maker.places import Place

Resolve = Callable[[str, str], str]
"""Gives the text for what a name means in a module, and sees to its import."""

_TODAY = {
    **{f"typing.{name}": name.lower() for name in ("Dict", "FrozenSet", "List", "Set", "Tuple")},
    "typing.Type": "type",
}
_IN_COLLECTIONS = frozenset(
    (
        *("AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Coroutine"),
        *("Generator", "Iterable", "Iterator", "Mapping", "MutableMapping", "Sequence"),
    )
)
_ARGUMENTS = {"dict": ("str", "Any"), "list": ("Any",), "set": ("Any",), "type": ("Any",)}
_ANY = Place("typing", "Any")


def today(place: Place) -> Place | str:
    """Return what stands for a place now: the same place, another, or a builtin's name."""
    dotted = f"{place.module}.{place.name}"
    if dotted in _TODAY:
        return _TODAY[dotted]
    if place.module in ("typing", "typing_extensions") and place.name in _IN_COLLECTIONS:
        return Place("collections.abc", place.name)
    if place.module == "typing_extensions" and place.name in ("Any", "Literal"):
        return Place("typing", place.name)
    return place


class Reducer(ast.NodeTransformer):
    """Rewrites the annotations and defaults of one module.

    Args:
        meaning: The dotted name of what a name of the module means; None for a builtin.
        use: Sees to the import of what a name of the module means, and returns its name.
        use_place: Does so for a place.
    """

    def __init__(
        self,
        meaning: Callable[[str], str | None],
        use: Callable[[str], str],
        use_place: Callable[[Place], str],
    ) -> None:
        self._meaning = meaning
        self._use = use
        self._use_place = use_place

    def annotation(self, node: ast.expr, default: ast.expr | None = None) -> ast.expr:
        """Return an annotation anew; a default of None makes it optional."""
        found = self._type(node)
        no_value = isinstance(default, ast.Constant) and default.value is None
        if no_value and not any(_is_none(part) for part in _members(found)):
            return _union([found, ast.Constant(None)])
        return found

    def default(self, node: ast.expr) -> ast.expr | None:
        """Return a default anew; None if it says that there is none.

        `Query(20)` and `Field(default=None)` give their defaults, `Body(...)` gives none.
        """
        if isinstance(node, ast.Call):
            given = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
            inner = [*node.args, *given]
            if not inner or (isinstance(inner[0], ast.Constant) and inner[0].value is ...):
                return None
            return self.default(inner[0])
        return self._value(node)

    def _value(self, node: ast.expr) -> ast.expr:
        for part in ast.walk(node):
            if isinstance(part, ast.Name):
                part.id = self._use(part.id)
        return node

    def _type(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Constant(value=str(text)):  # a name that comes later in the module
                return self._type(ast.parse(text, mode="eval").body)
            case ast.Constant():
                return node
            case ast.BinOp(op=ast.BitOr()):
                return _union([self._type(part) for part in _members(node)])
            case ast.Subscript(value=value, slice=index):
                return self._subscript(self._dotted(value), value, index)
            case ast.Name() | ast.Attribute():
                name = self._name(node)
                if name in _ARGUMENTS:
                    filled = [self._filler(word) for word in _ARGUMENTS[name]]
                    return _subscripted(ast.Name(name), filled)
                return ast.Name(name)
            case ast.List(elts=elements):  # the parameters of a Callable
                return ast.List([self._type(element) for element in elements])
        raise CannotMakeError(f"an annotation that is {ast.unparse(node)}")

    def _subscript(self, dotted: str, value: ast.expr, index: ast.expr) -> ast.expr:
        inner = list(index.elts) if isinstance(index, ast.Tuple) else [index]
        match dotted.rpartition(".")[2] if dotted.startswith("typing") else "":
            case "Annotated":
                return self._type(inner[0])
            case "Optional":
                return _union([self._type(inner[0]), ast.Constant(None)])
            case "Union":
                return _union([self._type(part) for part in inner])
            case "Literal":
                return _subscripted(ast.Name(self._name(value)), inner)
        return _subscripted(ast.Name(self._name(value)), [self._type(part) for part in inner])

    def _filler(self, word: str) -> ast.expr:
        return ast.Name(self._use_place(_ANY) if word == "Any" else word)

    def _name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self._use(node.id)
        module, _, name = self._dotted(node).rpartition(".")
        return self._use_place(Place(module, name))

    def _dotted(self, node: ast.expr) -> str:
        """Return what a name, or an attribute of a module, means."""
        match node:
            case ast.Name(id=name):
                return self._meaning(name) or name
            case ast.Attribute(value=value, attr=attribute):
                return f"{self._dotted(value)}.{attribute}"
        raise CannotMakeError(f"an annotation that is {ast.unparse(node)}")


def _members(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the types of a union, or the one type."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _members(node.left)
        yield from _members(node.right)
    else:
        yield node


def _union(parts: list[ast.expr]) -> ast.expr:
    """Join types by `|`, each once, None last."""
    flat = [member for part in parts for member in _members(part)]
    kept = {ast.unparse(part): part for part in flat if not _is_none(part)}
    joined, *others = [*kept.values(), *(part for part in flat if _is_none(part))][: len(kept) + 1]
    for part in others:
        joined = ast.BinOp(joined, ast.BitOr(), part)
    return joined


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _subscripted(value: ast.expr, parts: list[ast.expr]) -> ast.expr:
    index = parts[0] if len(parts) == 1 else ast.Tuple(parts)
    return ast.Subscript(value, index)
