"""Which HTTP requests lead to a method of a provider, as a release of the stack says.

Up to 0.4 a decorator of the protocol says it, `@webmethod(route="/safety/run-shield")`; the APIs
that moved to FastAPI (files and batches in 0.4, nearly all from 0.5 on) say it in the module
`fastapi_routes` beside the protocol.
"""

import ast
import re
from collections.abc import Iterator

from template_maker.release import Function, Sources

_VERBS = ("delete", "get", "patch", "post", "put")


def routes_of_method(method: Function) -> list[str]:
    """Return what the decorators of a protocol's method say: `["POST /v1/safety/run-shield"]`.

    The ones that the stack calls deprecated are left out, unless there is no other.
    """
    current: list[str] = []
    deprecated: list[str] = []
    for decorator in method.decorator_list:
        match decorator:
            case ast.Call(func=ast.Name(id="webmethod"), keywords=keywords):
                given = {keyword.arg: keyword.value for keyword in keywords}
                level = _text(given.get("level")) or "v1"  # up to 0.2 all are
                # Whatever is neither is a POST (core/server/routes.py).
                verb = _text(given.get("method"))
                verb = verb if verb in ("GET", "DELETE") else "POST"
                route = f"{verb} /{level}/{_text(given.get('route')).lstrip('/')}"
                (deprecated if "deprecated" in given else current).append(route)
    return current or deprecated


def routes_of_api(sources: Sources, protocol: str) -> dict[str, list[str]]:
    """Return method -> routes, as the FastAPI router of an API says.

    Args:
        sources: The release.
        protocol: The module of the protocol.
    """
    tree = sources.tree(f"{protocol.removesuffix('.api')}.fastapi_routes")
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, Function) and node.name == "create_router":
            prefixes = dict(_routers(node))
            provider = node.args.args[0].arg
            for function in ast.walk(node):
                if isinstance(function, Function):
                    routes = list(_routes(function, prefixes))
                    for method in _called(function, provider):
                        for route in routes:
                            if route not in found.setdefault(method, []):
                                found[method].append(route)
    return {method: routes for method, routes in found.items() if routes}


def _routers(create: Function) -> Iterator[tuple[str, str]]:
    """Yield the name of each router and what its routes begin with."""
    for node in ast.walk(create):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="APIRouter"), keywords=keywords),
            ):
                given = {keyword.arg: keyword.value for keyword in keywords}
                yield name, _text(given.get("prefix"))


def _routes(function: Function, prefixes: dict[str, str]) -> Iterator[str]:
    for decorator in reversed(function.decorator_list):
        match decorator:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=router), attr=verb), args=[path, *_]
            ) if router in prefixes and verb in _VERBS:
                yield f"{verb.upper()} {prefixes[router]}{_text(path)}"


def _called(function: Function, provider: str) -> Iterator[str]:
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)) if (
                owner == provider
            ):
                yield method


def _text(node: ast.expr | None) -> str:
    """Return a text of the stack's source; a constant stands for its value by its name's end.

    `LLAMA_STACK_API_V1ALPHA` is "v1alpha" (version.py of the API package).
    """
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(
                r":path(?=})", "", text
            )  # how a parameter is parsed is the stack's affair
        case ast.Name(id=name):
            return name.rpartition("_")[2].lower()
        case ast.JoinedStr(values=values):
            return "".join(_text(value) for value in values)
        case ast.FormattedValue(value=value):
            return _text(value)
    return ""
