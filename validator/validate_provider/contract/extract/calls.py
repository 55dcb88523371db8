"""How one release calls its providers: the calls in routers, routing tables and routes.

A name holds a provider if it was bound to what `get_provider_impl` returns, to an entry of
`impls_by_provider_id`, or to what another function of the module passes on of these.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from validate_provider.contract.calls import Call, spell_call
from validate_provider.contract.extract.apis import Apis
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.loader_source import (
    Function,
    LoaderSource,
    UnreadableLoaderError,
    attributes,
    dictionary,
)
from validate_provider.contract.extract.modules import Module

_GIVES = "get_provider_impl"
_PROVIDERS = "impls_by_provider_id"


def add_calls(
    facts: Facts,
    source: LoaderSource,
    modules: Mapping[str, Module],
    apis: Apis,
    mask: int,
) -> None:
    """Add the calls of one release.

    Args:
        facts: Where to add them.
        source: The server.
        modules: All modules of the release; the routes stand in those of the API package.
        apis: The APIs of the release.
        mask: The release.

    Raises:
        UnreadableLoaderError: A call passes something that this reader can't follow.
    """
    owners = _owners(source, apis.routing)
    for package in ("routers", "routing_tables"):
        for module in source.below(package):
            tree = source.tree(module)
            calls = ModuleCalls(tree).of_classes() if tree else ()
            for owner, name, call in calls:
                if owner in owners:
                    facts.add(f"api {owners[owner]}", f"calls {spell_call(name, call)}", mask)
    behind_routes = apis.providable - set(apis.routing.values())
    for dotted, routes in modules.items():
        package, _, name = dotted.rpartition(".")
        api = package.rpartition(".")[2]
        if name == "fastapi_routes" and api in behind_routes:
            for method, call in ModuleCalls(routes.tree()).of_routes():
                facts.add(f"api {api}", f"calls {spell_call(method, call)}", mask)


def _owners(source: LoaderSource, routing: Mapping[str, str]) -> dict[str, str]:
    """Return the class name of each router and routing table -> the API of its providers."""
    owners = {}
    for function in ("get_auto_router_impl", "get_routing_table_impl"):
        literal = dictionary(source.needed("routers", function))
        for key, value in zip(literal.keys, literal.values, strict=True):
            match key, value:
                case ast.Constant(value=str(api)), ast.Name(id=name):
                    owners[name] = routing.get(api, api)
                case _:
                    raise UnreadableLoaderError(f"{function}: {ast.unparse(literal)}")
    return owners


class ModuleCalls:
    """The calls that the functions of one module make on providers."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._functions = {n.name: n for n in ast.walk(tree) if isinstance(n, Function)}
        self._givers = {_GIVES}
        self._given: dict[str, set[str]] = defaultdict(set)
        """Function -> its parameters that get a provider."""

    def of_classes(self) -> Iterator[tuple[str, str, Call]]:
        """Yield (outermost class, method, call) for each call in the classes of the module.

        Raises:
            UnreadableLoaderError: A method is only called with arguments that can't be read.
        """
        self._follow()
        for node in self._tree.body:
            if isinstance(node, ast.ClassDef):
                yield from ((node.name, name, call) for name, call in self._readable(_tops([node])))

    def of_routes(self) -> Iterator[tuple[str, Call]]:
        """Yield (method, call) for each call on what `create_router` is given.

        Raises:
            UnreadableLoaderError: There is no such function, or a call can't be read.
        """
        create = self._functions.get("create_router")
        if create is None or not create.args.args:
            raise UnreadableLoaderError("a module of routes has no create_router")
        self._given[create.name].add(create.args.args[0].arg)
        self._follow()
        yield from self._readable(_tops(self._tree.body))

    def _follow(self) -> None:
        """Learn which functions return a provider, and which are given one."""
        before = -1
        while before != (before := self._known()):
            for function in _tops(self._tree.body):
                self._learn(function, frozenset())

    def _known(self) -> int:
        return len(self._givers) + sum(map(len, self._given.values()))

    def _learn(self, function: Function, outer: frozenset[str]) -> None:
        names = self._names(function, outer)
        for node in _own_nodes(function):
            match node:
                case (
                    ast.Return(value=ast.Tuple(elts=[value, *_]))
                    | ast.Return(value=ast.expr() as value)
                ):
                    if self._is_provider(value, names):
                        self._givers.add(function.name)
                case ast.Call() if called := self._functions.get(_callee(node)):
                    for parameter, value in _passed(node, called):
                        if self._is_provider(value, names):
                            self._given[called.name].add(parameter)
        for inner in _inner(function):
            self._learn(inner, names)

    def _names(self, function: Function, outer: frozenset[str]) -> frozenset[str]:
        """Return the names that hold a provider in a function."""
        names = {*outer, *self._given[function.name]}
        for node in _own_nodes(function):
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=name) | ast.Tuple(elts=[ast.Name(id=name), *_])],
                    value=value,
                ) if self._is_provider(value, names):
                    names.add(name)
                case ast.For(
                    target=ast.Name(id=name) | ast.Tuple(elts=[_, ast.Name(id=name)]), iter=iterated
                ) if _PROVIDERS in attributes(iterated) and _callee(iterated) in (
                    "items",
                    "values",
                ):
                    names.add(name)
        return frozenset(names)

    def _is_provider(self, node: ast.expr, names: Iterable[str]) -> bool:
        match node:
            case ast.Await(value=value):
                return self._is_provider(value, names)
            case ast.Name(id=name):
                return name in names
            case ast.Call():
                return _callee(node) in self._givers
            case ast.Subscript(value=ast.Attribute(attr=attribute)):
                return attribute == _PROVIDERS
        return False

    def _readable(self, functions: Iterable[Function]) -> Iterator[tuple[str, Call]]:
        """Yield the calls whose arguments are known.

        One that only passes on what its caller put together says nothing new, if another call of
        the same method is known.
        """
        known, unknown = [], set()
        for function in functions:
            for name, call in self._calls(function, frozenset(), ()):
                if call is None:
                    unknown.add(name)
                else:
                    known.append((name, call))
        for name in unknown - {name for name, _ in known}:
            raise UnreadableLoaderError(f"{name} is called with arguments that can't be read")
        yield from known

    def _calls(
        self, function: Function, outer: frozenset[str], around: tuple[Function, ...]
    ) -> Iterator[tuple[str, Call | None]]:
        """Yield each call on a provider, None for one with arguments that can't be read."""
        names = self._names(function, outer)
        scopes = (function, *around)
        parents = {child: n for n in ast.walk(function) for child in ast.iter_child_nodes(n)}
        for node in _own_nodes(function):
            match node:
                case ast.Call(func=ast.Attribute(value=owner, attr=method)) if self._is_provider(
                    owner, names
                ):
                    yield method, read_call(node, parents, scopes)
        for inner in _inner(function):
            yield from self._calls(inner, names, scopes)


def read_call(
    node: ast.Call, parents: Mapping[ast.AST, ast.AST], scopes: tuple[Function, ...] = ()
) -> Call | None:
    """Return what a call passes; None if that can't be read.

    Args:
        node: The call.
        parents: What each node around it stands in.
        scopes: The functions it stands in, innermost first: they build what `**` unpacks.
    """
    keywords: list[str] = []
    for keyword in node.keywords:
        names = [keyword.arg] if keyword.arg else _keys(keyword.value, scopes)
        if names is None:
            return None
        keywords += names
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return None
    around = parents.get(node)
    if isinstance(around, ast.Call) and _callee(around) == "wait_for":
        around = parents.get(around)
    awaited = isinstance(around, ast.Await)
    user = parents.get(around) if awaited and around else around
    return Call(len(node.args), tuple(keywords), awaited, isinstance(user, ast.AsyncFor))


def _keys(node: ast.expr, scopes: tuple[Function, ...]) -> list[str] | None:
    """Return the keys of a dict that `**` unpacks: a literal, or a name for one."""
    match node:
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=given):
            names = [keyword.arg for keyword in given if keyword.arg]
            return names if len(names) == len(given) else None
        case ast.Name(id=name):
            for scope in scopes:
                values = [
                    n.value
                    for n in _own_nodes(scope)
                    if isinstance(n, ast.Assign) and name in map(ast.unparse, n.targets)
                ]
                if values:
                    return _keys(values[-1], ())
    return None


def _callee(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name
    return ""


def _passed(node: ast.Call, called: Function) -> Iterator[tuple[str, ast.expr]]:
    """Yield (parameter, value) for each argument that a call passes to a function."""
    parameters = [argument.arg for argument in called.args.args if argument.arg != "self"]
    yield from zip(parameters, node.args, strict=False)
    yield from ((keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg)


def _tops(body: Iterable[ast.stmt]) -> Iterator[Function]:
    """Yield the functions of a module or class, those of its inner classes too."""
    for node in body:
        if isinstance(node, Function):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _tops(node.body)


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """Yield every node of a function in its order, but for those of inner functions."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function):
            continue
        yield node
        waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def _inner(function: Function) -> Iterator[Function]:
    """Yield the functions defined right inside another."""
    for node in _own_nodes(function):
        yield from (n for n in ast.iter_child_nodes(node) if isinstance(n, Function))
    yield from (n for n in function.body if isinstance(n, Function))
