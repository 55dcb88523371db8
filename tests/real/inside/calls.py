"""Run inside a real stack: call its routers, routing tables and routes, and note what they call.

Everything they are given, and all that a provider returns, is a stand-in that has any attribute;
what can't cope with that is left out. Prints JSON: API -> method -> the ways it was called.
"""

import asyncio
import importlib
import importlib.util
import inspect
import json
import pkgutil
import sys
import typing
from contextlib import suppress
from unittest.mock import AsyncMock, MagicMock

ROOT = "ogx" if importlib.util.find_spec("ogx") else "llama_stack"
CORE = f"{ROOT}.core" if importlib.util.find_spec(f"{ROOT}.core") else f"{ROOT}.distribution"
CLASSES = {
    "BenchmarksRoutingTable": "eval",
    "DatasetIORouter": "datasetio",
    "DatasetsRoutingTable": "datasetio",
    "EvalRouter": "eval",
    "InferenceRouter": "inference",
    "ModelsRoutingTable": "inference",
    "SafetyRouter": "safety",
    "ScoringFunctionsRoutingTable": "scoring",
    "ScoringRouter": "scoring",
    "ShieldsRoutingTable": "safety",
    "ToolGroupsRoutingTable": "tool_runtime",
    "ToolRuntimeRouter": "tool_runtime",
    "VectorDBsRoutingTable": "vector_io",
    "VectorIORouter": "vector_io",
    "VectorStoresRoutingTable": "vector_io",
}
"""Router or routing table -> the API whose providers it calls."""


class Provider:
    """Has every method, and notes how each is called; awaiting it gives itself."""

    def __init__(self, notes):
        self.__dict__["notes"] = notes

    def __await__(self):
        yield from ()
        return self

    def __getattr__(self, name):
        async def method(*given, **named):
            called = [len(given), list(named)]
            ways = self.notes.setdefault(name, [])
            if called not in ways:
                ways.append(called)
            return MagicMock()

        return method


def stand_in(cls, provider):
    """An instance of a router or routing table that finds this provider for everything."""
    found = cls.__new__(cls)
    found.__dict__.update(
        impls_by_provider_id={"p": provider},
        routing_table=MagicMock(),
        get_object_by_identifier=AsyncMock(),
        get_all_with_type=AsyncMock(return_value=[]),
        assert_action_allowed=AsyncMock(),
        lookup_model=AsyncMock(),
        register_object=AsyncMock(),
        unregister_object=AsyncMock(),
        _get_model_provider=AsyncMock(return_value=(provider, "resource")),
        _get_model=AsyncMock(),
        get_provider_impl=lambda *_given: provider,
        telemetry=None,
        store=None,
        listed_providers=set(),
        vector_stores_config=None,
        safety_config=None,
    )
    table = found.routing_table
    table.get_provider_impl = lambda *_given: provider
    table.impls_by_provider_id = {"p": provider}
    table.get_object_by_identifier = AsyncMock(return_value=MagicMock(identifier="p/x"))
    table.get_model = AsyncMock()
    table.get_all_with_type = AsyncMock(return_value=[])
    for name in ("list_shields", "list_models", "register_vector_db", "register_vector_store"):
        setattr(table, name, AsyncMock())
    table.list_shields.return_value.data = [MagicMock(provider_resource_id="x")]
    return found


async def call(function):
    """Call a function with a stand-in for each parameter that is needed, or is a whole request."""
    given = {
        name: request(parameter.annotation)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        and (parameter.default is parameter.empty or name in ("params", "request"))
    }
    with suppress(BaseException):  # a stand-in is not always good enough
        result = function(**given)
        if inspect.isawaitable(result):
            result = await asyncio.wait_for(result, 20)
        if hasattr(result, "__anext__"):
            await asyncio.wait_for(result.__anext__(), 20)


def request(annotation):
    """Something with every field, that is an instance of what is asked for."""
    made = MagicMock(
        scoring_functions={"f": None}, input_rows=[], rows=[], model="x", messages=[], tools=None
    )
    kinds = [annotation, *typing.get_args(annotation)]
    for kind in kinds:
        if inspect.isclass(kind) and kind.__module__.startswith(ROOT):
            made.__class__ = kind
            break
    return made


def classes():
    """Yield the routers and the routing tables, each with its API."""
    for package in ("routers", "routing_tables"):
        with suppress(ImportError):
            folder = importlib.import_module(f"{CORE}.{package}").__path__
            for module in pkgutil.iter_modules(folder, f"{CORE}.{package}."):
                for name, found in vars(importlib.import_module(module.name)).items():
                    if name in CLASSES and found.__module__ == module.name:
                        yield CLASSES[name], found


async def main():
    noted = {}
    for api, cls in classes():
        target = stand_in(cls, Provider(noted.setdefault(api, {})))
        own = [name for c in cls.__mro__ if c.__module__.startswith(CORE) for name in vars(c)]
        for name in dict.fromkeys(own):
            method = getattr(target, name, None)
            if inspect.iscoroutinefunction(method) and name != "shutdown":
                await call(method)
    for api in sys.argv[1:]:
        with suppress(ImportError):
            create = importlib.import_module(f"{ROOT}_api.{api}.fastapi_routes").create_router
            for route in create(Provider(noted.setdefault(api, {}))).routes:
                await call(route.endpoint)
    print(json.dumps(noted))


asyncio.run(main())
