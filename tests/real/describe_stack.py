"""Says what an installed stack is, by importing it; run by the stack's own interpreter.

Standard library only. Reads a JSON object from standard input:

    core      the package of the loader: "llama_stack.core"
    modules   dotted names to import
    classes   dotted definitions of classes to look at

and writes one to the file named as the first argument, with `apis`, `specs`, `protocols`,
`modules` and `classes`.
"""

import asyncio
import importlib
import inspect
import json
import re
import sys
import types
from enum import Enum
from pathlib import Path
from typing import Any


def main() -> None:
    asked = json.load(sys.stdin)
    loader = importlib.import_module(f"{asked['core']}.resolver")
    distribution = importlib.import_module(f"{asked['core']}.distribution")
    answer = {
        "apis": _apis(distribution),
        "protocols": _protocols(loader, distribution),
        "modules": {name: _module(name) for name in asked["modules"]},
        "classes": {name: _class(name) for name in asked["classes"]},
    }
    Path(sys.argv[1]).write_text(json.dumps(answer), encoding="utf-8")


def _apis(distribution: Any) -> dict[str, Any]:
    return {
        "members": {member.name: member.value for member in distribution.Api},
        "providable": sorted(api.name for api in distribution.providable_apis()),
        "routed": {
            info.routing_table_api.name: info.router_api.name
            for info in distribution.builtin_automatically_routed_apis()
        },
    }


def _protocols(loader: Any, distribution: Any) -> dict[str, Any]:
    """Say for each API what the loader checks a provider against, and what it looks at."""
    if not hasattr(loader, "api_protocol_map_for_compliance_check"):
        protocols = loader.api_protocol_map()
    elif inspect.signature(loader.api_protocol_map_for_compliance_check).parameters:
        protocols = loader.api_protocol_map_for_compliance_check(None)
    else:
        protocols = loader.api_protocol_map_for_compliance_check()
    private = loader.additional_protocols_map()
    return {
        api.name: {
            "protocol": _dotted(protocol),
            "private": _dotted(private[api][0]) if api in private else "",
            "checked": _checked(loader, protocol),
            "methods": {
                name: _signature(method)
                for name, method in inspect.getmembers(protocol, inspect.isfunction)
                if not name.startswith("_")
            },
        }
        for api, protocol in protocols.items()
    }


class _Nothing:
    """A provider without any method."""

    __provider_id__ = "nothing"
    __provider_spec__ = types.SimpleNamespace(api="nothing")


def _checked(loader: Any, protocol: Any) -> list[str]:
    """Let the real check say which methods it misses."""
    try:
        loader.check_protocol_compliance(_Nothing(), protocol)
    except ValueError as error:
        return sorted(re.findall(r"\('(\w+)', 'missing'\)", str(error)))
    return []


def _module(dotted: str) -> dict[str, Any]:
    try:
        module = importlib.import_module(dotted)
    except (Exception, SystemExit) as error:  # a dependency that isn't installed, mostly
        return {"error": f"{type(error).__name__}: {error}"}
    names = {name: _kind(value) for name, value in vars(module).items() if name not in _OF_EVERY}
    return {"names": names, "star": _star(dotted)}


_OF_EVERY = frozenset(vars(types.ModuleType("any"))) | {"__builtins__", "__cached__", "__file__"}


def _kind(value: Any) -> list[str]:
    if isinstance(value, types.ModuleType):
        return ["module", value.__name__]
    if isinstance(value, type):
        return ["class", _dotted(value)]
    if isinstance(inspect.unwrap(value), types.FunctionType):  # a cached one is wrapped
        return ["function", _dotted(inspect.unwrap(value))]
    return ["value", ""]


def _star(dotted: str) -> list[str] | str:
    names: dict[str, Any] = {}
    try:
        exec(f"from {dotted} import *", names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return sorted(name for name in names if name != "__builtins__")


def _class(dotted: str) -> dict[str, Any]:
    module, _, name = dotted.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name)
    except (Exception, SystemExit) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    own = vars(found)
    methods = {}
    for key in own:
        value = inspect.getattr_static(found, key)
        value = getattr(value, "wrapped", value)  # pydantic's decorated validators
        if isinstance(value, property | types.FunctionType | staticmethod | classmethod):
            methods[key] = _method(value, sys.modules[module].__file__)
    fields = getattr(found, "model_fields", None) or {}
    return {
        "bases": [_dotted(base) for base in found.__bases__],
        "order": [_dotted(ancestor) for ancestor in found.__mro__],
        "methods": {key: value for key, value in methods.items() if value},
        "annotations": list(own.get("__annotations__", {})),
        "fields": {key: field.is_required() for key, field in fields.items()},
        "attributes": list(own),
        "members": list(found.__members__) if issubclass(found, Enum) else [],
    }


def _method(value: Any, file: str | None) -> list[Any] | None:
    """Return (kind, async?, parameters) of a function that stands in the class's own FILE."""
    kind = {property: "property", staticmethod: "static", classmethod: "class"}
    function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    function = inspect.unwrap(function)
    if not isinstance(function, types.FunctionType) or function.__code__.co_filename != file:
        return None
    parameters = _signature(function)
    if not isinstance(value, staticmethod):
        parameters = parameters[1:] if not parameters or parameters[0][0] != "args" else parameters
    is_async = asyncio.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
    return [kind.get(type(value), "method"), is_async, parameters]


def _signature(function: Any) -> list[list[Any]]:
    return [
        [parameter.name, parameter.kind.name, parameter.default is not parameter.empty]
        for parameter in inspect.signature(function).parameters.values()
    ]


def _dotted(value: Any) -> str:
    return f"{value.__module__}.{value.__qualname__}"


if __name__ == "__main__":
    main()
