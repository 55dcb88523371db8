"""The routes of an API, as the installed server would have them, and the requests to make of them.

Up to 0.6 the server makes a route of each method that carries a mark (core/server/routes.py); from
0.4 on, API by API, an API brings its own router (`fastapi_routes.create_router`).
"""

from __future__ import annotations

import base64
import importlib
import importlib.util
import re
from typing import TYPE_CHECKING, Any

from validate_provider.live.inside.samples import Samples, UnsampledError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType


def routes_of(core: str, api: Any, target: Any, methods: list[str]) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield each method that has a route, with the route: verb, path, parameters, function.

    Args:
        core: The package of the stack's core.
        api: The member of the stack's `Api`.
        target: What the server would call: the router, the routing table or the implementation.
        methods: The methods to find the routes of.
    """
    own = own_router(core, api, target)
    if own is not None:
        for route in own:
            called = sorted(names_in(route.endpoint.__code__) & set(methods))
            if called:
                yield called[0], route
        return
    yield from marked_routes(core, api, target, methods)


def own_router(core: str, api: Any, target: Any) -> list[Any] | None:  # noqa: ANN401
    """Give the routes that the API brings itself; None if it brings none."""
    registry = f"{core}.server.fastapi_router_registry"
    if not importlib.util.find_spec(registry):
        return None
    router = importlib.import_module(registry).build_fastapi_router(api, target)
    return None if router is None else [it for it in router.routes if hasattr(it, "dependant")]


def names_in(code: CodeType) -> set[str]:
    """Give the names that a function uses, those of the functions in it too."""
    names = set(code.co_names)
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            names |= names_in(constant)
    return names


def marked_routes(
    core: str,
    api: Any,  # noqa: ANN401
    target: Any,  # noqa: ANN401
    methods: list[str],
) -> Iterator[tuple[str, Any]]:
    """Yield the routes that the server makes of marked methods."""
    from fastapi.routing import APIRoute

    server = importlib.import_module(f"{core}.server.server")
    for entry in listed_routes(core).get(api, ()):
        route = entry[0] if isinstance(entry, tuple) else entry  # a pair from 0.2.17 on
        name = route.name
        if name not in methods or not hasattr(target, name):
            continue
        verb = getattr(route, "method", None) or next(it for it in route.methods if it != "HEAD")
        path = getattr(route, "path", None) or route.route
        handler = server.create_dynamic_typed_route(getattr(target, name), verb.lower(), path)
        yield name, APIRoute(path, handler, methods=[verb.upper()], response_model=None)


def listed_routes(core: str) -> dict[Any, list[Any]]:
    """Give what the server makes routes of, by the members of `Api`; nothing from 0.7.0 on.

    Up to 0.2.9 these are endpoints, which have the same under other names (server/endpoints.py).
    """
    if not importlib.util.find_spec(f"{core}.server.routes"):
        endpoints = importlib.import_module(f"{core}.server.endpoints")
        return dict(endpoints.get_all_api_endpoints())
    listed = importlib.import_module(f"{core}.server.routes")
    return dict(listed.get_all_api_routes()) if hasattr(listed, "get_all_api_routes") else {}


class Parameters:
    """The parameters of a route, those of its dependencies too."""

    def __init__(self, dependant: Any) -> None:  # noqa: ANN401
        self.path_params: list[Any] = list(dependant.path_params)
        self.query_params: list[Any] = list(dependant.query_params)
        self.body_params: list[Any] = list(dependant.body_params)
        for needed in dependant.dependencies:
            below = Parameters(needed)
            self.path_params += below.path_params
            self.query_params += below.query_params
            self.body_params += below.body_params


def request_for(route: Any, samples: Samples, *, stream: bool = False) -> dict[str, Any]:  # noqa: ANN401
    """Make a request of a route: verb, path, query, and a JSON body or a form.

    Raises:
        UnsampledError: If a value can't be made.
    """
    flat = Parameters(route.dependant)
    verb = next(iter(sorted(route.methods - {"HEAD"})))
    made: dict[str, Any] = {"verb": verb, "query": {}, "body": None, "form": None, "file": None}
    path = {field.alias: samples.of(field.name, annotation_of(field)) for field in flat.path_params}
    made["path"] = re.sub(r"{(\w+)(?::path)?}", lambda match: f"{{{match[1]}}}", route.path)
    made["in_path"] = {name: str(value) for name, value in path.items()}
    for field in flat.query_params:
        if is_required(field) or samples.is_wanted(field.name):
            made["query"][field.alias] = samples.of(field.name, annotation_of(field))
    if flat.body_params:
        put_body(made, flat.body_params, samples)
    if stream:
        ask_to_stream(made, flat)
    return made


def put_body(made: dict[str, Any], fields: list[Any], samples: Samples) -> None:
    """Put the body into a request: one value, some under their names, or a form."""
    from fastapi import params

    if any(isinstance(field.field_info, params.Form) for field in fields):
        made["form"] = {}
        for field in fields:
            if "UploadFile" in str(annotation_of(field)):
                name, content = samples.file
                made["file"] = [field.alias, name, base64.b64encode(content).decode()]
            elif is_required(field):
                value = samples.of(field.name, annotation_of(field))
                made["form"] |= value if isinstance(value, dict) else {field.alias: value}
        return
    [first, *others] = fields
    if not others and not getattr(first.field_info, "embed", None):
        if is_required(first) or made["verb"] != "GET":
            made["body"] = samples.of(first.name, annotation_of(first))
        return
    made["body"] = {
        field.alias: samples.of(field.name, annotation_of(field))
        for field in fields
        if is_required(field) or field.name in samples.known
    }


def ask_to_stream(made: dict[str, Any], flat: Parameters) -> None:
    """Turn the stream flag of a request on."""
    if isinstance(made["body"], dict):
        made["body"]["stream"] = True
    elif any(field.name == "stream" for field in flat.query_params):
        made["query"]["stream"] = "true"
    made["stream"] = True


def can_stream(route: Any) -> bool:  # noqa: ANN401
    """Whether a route has a stream flag."""
    flat = Parameters(route.dependant)
    if any(field.name == "stream" for field in [*flat.query_params, *flat.body_params]):
        return True
    return any(
        "stream" in getattr(model, "model_fields", {})
        for field in flat.body_params
        for model in alternatives(annotation_of(field))
    )


def alternatives(annotation: Any) -> list[Any]:  # noqa: ANN401
    """List the members of a union, or the type itself."""
    import types
    import typing

    if typing.get_origin(annotation) is typing.Annotated:
        return alternatives(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return [it for one in typing.get_args(annotation) for it in alternatives(one)]
    return [annotation]


def annotation_of(field: Any) -> Any:  # noqa: ANN401
    """Give the type of a parameter as FastAPI knows it."""
    return field.field_info.annotation


def is_required(field: Any) -> bool:  # noqa: ANN401
    """Whether a parameter has no default."""
    return bool(field.field_info.is_required())


__all__ = ["UnsampledError", "can_stream", "request_for", "routes_of"]
