"""What a release calls on a provider besides the protocol: at start-up, and to register things."""

import ast
from collections.abc import Iterator, Mapping

from validate_provider.contract.calls import Call, spell_call
from validate_provider.contract.extract.calls import read_call
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.loader_source import (
    Function,
    LoaderSource,
    UnreadableLoaderError,
    attributes,
    dictionary,
    member,
)


def add_hooks(facts: Facts, source: LoaderSource, routing: Mapping[str, str], mask: int) -> None:
    """Add the hooks of one release.

    Raises:
        UnreadableLoaderError: The routing tables are not where this reader looks for them.
    """
    common = _common(source)
    for word, name in (
        ("registers", "register_object_with_provider"),
        ("unregisters", "unregister_object_from_provider"),
    ):
        function = source.needed(common, name)
        for api, body in _cases(function.body):
            for method, call in _awaited(body, "p"):
                facts.add(f"api {api}", word, mask, method)
                facts.add(f"api {api}", f"calls {spell_call(method, call)}", mask)
    for api, body in _cases(_method(source, common, "CommonRoutingTableImpl", "initialize").body):
        for method, call in _awaited(body, "p"):
            facts.add(f"api {api}", "start-up", mask, method)
            facts.add(f"api {api}", f"calls {spell_call(method, call)}", mask)
        for attribute in _assigned(body, "p"):
            facts.add(f"api {api}", "sets", mask, attribute)
    for table, resource in _resources(source):
        if table in routing:
            facts.add(f"api {routing[table]}", f"resources {resource}", mask)
    if _refreshes_at_start(source):
        for table, name in _tables(source).items():
            for method in _called_in_refresh(source, name):
                facts.add(f"api {routing[table]}", "start-up", mask, method)


def _common(source: LoaderSource) -> str:
    """Return the module of the routing tables' base: a package of its own from 0.2.8 on."""
    for module in ("routing_tables.common", "routers.routing_tables"):
        if source.tree(module) is not None:
            return module
    raise UnreadableLoaderError(f"{source.core} has no routing tables")


def _cases(body: list[ast.stmt]) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Yield (x, what is done) for each branch of `if api == Api.x: ... elif api == Api.y: ...`."""
    for statement in body:
        match statement:
            case ast.If(
                test=ast.Compare(left=ast.Name(id="api"), ops=[ast.Eq()], comparators=[other]),
                body=then,
                orelse=orelse,
            ) if name := member(other):
                yield name, then
                yield from _cases(orelse)
            case ast.For(body=inside):
                yield from _cases(inside)


def _awaited(body: list[ast.stmt], name: str) -> Iterator[tuple[str, Call]]:
    """Yield each method awaited on NAME where no `try` catches its absence, and how."""
    for statement in body:
        if isinstance(statement, ast.Try):
            continue
        for node in ast.walk(statement):
            match node:
                case ast.Await(
                    value=ast.Call(
                        func=ast.Attribute(value=ast.Name(id=owner), attr=method)
                    ) as call
                ) if owner == name and (passed := read_call(call, {call: node})):
                    yield method, passed


def _assigned(body: list[ast.stmt], name: str) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=attribute)]) if (
                owner == name
            ):
                yield attribute


def _resources(source: LoaderSource) -> Iterator[tuple[str, str]]:
    """Yield (routing table API, the key of a run config under which its resources are listed)."""
    listed = source.constant("stack", "RESOURCES")
    for entry in listed.elts if isinstance(listed, ast.List) else ():
        match entry:
            case ast.Tuple(elts=[ast.Constant(value=str(key)), api, *_]) if table := member(api):
                yield table, key
            case _:
                raise UnreadableLoaderError(f"RESOURCES holds {ast.unparse(entry)}")


def _refreshes_at_start(source: LoaderSource) -> bool:
    """Tell whether the server refreshes every routing table while it starts (0.2.16 on)."""
    return source.function("stack", "refresh_registry_once") is not None


def _tables(source: LoaderSource) -> dict[str, str]:
    """Return routing table API -> class name of its table."""
    literal = dictionary(source.needed("routers", "get_routing_table_impl"))
    return {
        key.value: value.id
        for key, value in zip(literal.keys, literal.values, strict=True)
        if isinstance(key, ast.Constant)
        and isinstance(key.value, str)
        and isinstance(value, ast.Name)
    }


def _called_in_refresh(source: LoaderSource, table: str) -> Iterator[str]:
    """Yield what `refresh` awaits on each provider in turn."""
    for module in source.below("routing_tables"):
        for refresh in _methods(source, module, table, "refresh"):
            for loop in ast.walk(refresh):
                match loop:
                    case ast.For(
                        target=ast.Tuple(elts=[_, ast.Name(id=provider)]), iter=iterated, body=body
                    ) if "impls_by_provider_id" in attributes(iterated):
                        yield from (method for method, _ in _awaited(body, provider))


def _method(source: LoaderSource, module: str, owner: str, name: str) -> Function:
    for found in _methods(source, module, owner, name):
        return found
    raise UnreadableLoaderError(f"{source.core}.{module} has no {owner}.{name}")


def _methods(source: LoaderSource, module: str, owner: str, name: str) -> Iterator[Function]:
    tree = source.tree(module)
    for node in tree.body if tree else ():
        if isinstance(node, ast.ClassDef) and node.name == owner:
            yield from (n for n in node.body if isinstance(n, Function) and n.name == name)
