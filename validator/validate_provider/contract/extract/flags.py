"""What the loader of one release does and doesn't: yes-or-no questions put to its source."""

import ast
from collections.abc import Callable, Iterator

from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.loader_source import (
    Function,
    LoaderSource,
    attributes,
    constants,
    raised,
)


def add_flags(facts: Facts, source: LoaderSource, mask: int) -> None:
    """Add the flags that are true of one release."""
    for name, question in _FLAGS.items():
        if question(source):
            facts.add("flags", name, mask)


# Finding providers.


def _module_path(source: LoaderSource) -> bool:
    return source.function("distribution", "get_external_providers_from_module") is not None


def _directory_path(source: LoaderSource) -> bool:
    return any("external_providers_dir" in attributes(f) for f in _directory_loaders(source))


def _expands_user_dir(source: LoaderSource) -> bool:
    return any("expanduser" in attributes(f) for f in _directory_loaders(source))


def _directory_loaders(source: LoaderSource) -> Iterator[Function]:
    for name in ("get_provider_registry", "get_external_providers_from_dir"):
        function = source.function("distribution", name)
        if function is not None:
            yield function


def _list_specs(source: LoaderSource) -> bool:
    function = source.function("distribution", "get_external_providers_from_module")
    return _calls(function, "isinstance", "spec", "list")


def _flat_yaml(source: LoaderSource) -> bool:
    function = source.function("distribution", "_load_remote_provider_spec")
    return any(
        isinstance(call, ast.Call)
        and ast.unparse(call.func) == "RemoteProviderSpec"
        and any(keyword.arg is None for keyword in call.keywords)
        for call in (ast.walk(function) if function else ())
    )


def _adapter_yaml(source: LoaderSource) -> bool:
    return "adapter" in constants(source.function("distribution", "_load_remote_provider_spec"))


def _external_apis(source: LoaderSource) -> bool:
    registry = source.needed("distribution", "get_provider_registry")
    return any(isinstance(n, ast.Name) and n.id == "load_external_apis" for n in ast.walk(registry))


# Sorting and calling them.


def _null_provider_id(source: LoaderSource) -> bool:
    function = source.needed("resolver", "instantiate_providers")
    return _compares_with_none(function, "provider_id")


def _spec_module_required(source: LoaderSource) -> bool:
    return _compares_with_none(source.needed("resolver", "instantiate_provider"), "module")


def _dependency_runtime_error(source: LoaderSource) -> bool:
    return "RuntimeError" in raised(source.needed("resolver", "instantiate_providers"))


def _cycle_error(source: LoaderSource) -> bool:
    return "RuntimeError" in raised(source.needed("resolver", "topological_sort"))


def _class_check(source: LoaderSource) -> bool:
    return "TypeError" in raised(source.needed("utils.dynamic", "instantiate_class_type"))


def _sibling_providers(source: LoaderSource) -> bool:
    return "set_sibling_providers" in attributes(source.needed("resolver", "instantiate_providers"))


def _provider_deps(source: LoaderSource) -> bool:
    return "__provider_deps__" in attributes(source.needed("resolver", "instantiate_provider"))


def _worker_mode(source: LoaderSource) -> bool:
    return "execution_mode" in constants(source.needed("resolver", "instantiate_provider"))


def _passes(factory: str, parameter: str) -> Callable[[LoaderSource], bool]:
    """Ask whether a factory gets an argument if it has a parameter of that name."""

    def question(source: LoaderSource) -> bool:
        body = _branch(source.needed("resolver", "instantiate_provider").body, factory)
        return any(
            isinstance(test, ast.Compare)
            and isinstance(test.left, ast.Constant)
            and test.left.value == parameter
            and "signature" in attributes(test)
            for statement in body
            for test in ast.walk(statement)
        )

    return question


def _branch(body: list[ast.stmt], factory: str) -> list[ast.stmt]:
    """Return the innermost branch that chooses the factory of this name."""
    for statement in body:
        if isinstance(statement, ast.If):
            for branch in (statement.body, statement.orelse):
                found = _branch(branch, factory)
                if found:
                    return found
        elif isinstance(statement, ast.Assign) and factory in constants(statement.value):
            return body
    return []


def _injects(field: str) -> Callable[[LoaderSource], bool]:
    """Ask whether the loader fills a field of a config class that has it."""

    def question(source: LoaderSource) -> bool:
        return field in constants(source.needed("resolver", "instantiate_provider"))

    return question


# Checking them.


def _asks_for(mark: str) -> Callable[[LoaderSource], bool]:
    def question(source: LoaderSource) -> bool:
        return mark in constants(source.needed("resolver", "check_protocol_compliance"))

    return question


def _skips_experimental(source: LoaderSource) -> bool:
    check = source.needed("resolver", "check_protocol_compliance")
    return "experimental" in attributes(check)


def _skips_alpha(source: LoaderSource) -> bool:
    return "level" in attributes(source.needed("resolver", "check_protocol_compliance"))


def _sole_owner(source: LoaderSource) -> bool:
    check = source.needed("resolver", "check_protocol_compliance")
    return _calls(check, "len", "method_owners")


# Reading its config.


def _defines(name: str) -> Callable[[LoaderSource], bool]:
    """Ask whether the server's own data types have a class of that name."""

    def question(source: LoaderSource) -> bool:
        return _class(source, name) is not None

    return question


def _class(source: LoaderSource, name: str) -> ast.ClassDef | None:
    tree = source.tree("datatypes")
    found = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name] if tree else []
    return found[0] if found else None


def _config_version_text(source: LoaderSource) -> bool:
    config = _class(source, "StackConfig") or _class(source, "StackRunConfig")
    return any(
        isinstance(node, ast.AnnAssign) and ast.unparse(node).startswith("version: str")
        for node in (config.body if config else ())
    )


def _sets_config_version(source: LoaderSource) -> bool:
    server = source.tree("server.server")
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) == "parse_and_maybe_upgrade_config"
        for node in (ast.walk(server) if server else ())
    )


# Starting the server.


def _auto_tool_groups(source: LoaderSource) -> bool:
    return source.function("stack", "auto_register_tool_groups") is not None


def _dynamic_routes(source: LoaderSource) -> bool:
    return source.function("server.server", "create_dynamic_typed_route") is not None


def _registered_resources(source: LoaderSource) -> bool:
    return "registered_resources" in attributes(source.needed("stack", "register_resources"))


def _environment_operator(pattern: str) -> Callable[[LoaderSource], bool]:
    def question(source: LoaderSource) -> bool:
        found = constants(source.needed("stack", "replace_env_vars"))
        return any(isinstance(text, str) and pattern in text for text in found)

    return question


def _converts_every_string(source: LoaderSource) -> bool:
    return _converts(source) and not _compares_result(source)


def _converts_replaced_string(source: LoaderSource) -> bool:
    return _converts(source) and _compares_result(source)


def _converts(source: LoaderSource) -> bool:
    function = source.needed("stack", "replace_env_vars")
    return _calls(function, "_convert_string_to_proper_type", "result")


def _compares_result(source: LoaderSource) -> bool:
    return any(
        isinstance(node, ast.Compare) and ast.unparse(node) == "result != config"
        for node in ast.walk(source.needed("stack", "replace_env_vars"))
    )


def _calls(function: Function | None, name: str, *arguments: str) -> bool:
    """Tell whether a function calls NAME with just these names."""
    wanted = f"{name}({', '.join(arguments)})"
    nodes = ast.walk(function) if function else ()
    return any(isinstance(node, ast.Call) and ast.unparse(node) == wanted for node in nodes)


def _compares_with_none(function: Function, attribute: str) -> bool:
    return any(
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Attribute)
        and node.left.attr == attribute
        and isinstance(node.ops[0], ast.Is)
        for node in ast.walk(function)
    )


_FLAGS: dict[str, Callable[[LoaderSource], bool]] = {
    "adapter-yaml": _adapter_yaml,
    "auto-tool-groups": _auto_tool_groups,
    "build-config": _defines("BuildConfig"),
    "class-check": _class_check,
    "config-version-text": _config_version_text,
    "converts-every-string": _converts_every_string,
    "converts-replaced-string": _converts_replaced_string,
    "cycle-error": _cycle_error,
    "dependency-runtime-error": _dependency_runtime_error,
    "directory-path": _directory_path,
    "dynamic-routes": _dynamic_routes,
    "env-colon": _environment_operator(r"([:\+])"),
    "env-colon-equals": _environment_operator(r":([=+])"),
    "expands-user-dir": _expands_user_dir,
    "external-apis": _external_apis,
    "flat-yaml": _flat_yaml,
    "injects-metadata-store": _injects("metadata_store"),
    "injects-vector-stores-config": _injects("vector_stores_config"),
    "inline-policy": _passes("get_provider_impl", "policy"),
    "list-specs": _list_specs,
    "marker-webmethod": _asks_for("__webmethod__"),
    "marker-webmethods": _asks_for("__webmethods__"),
    "module-path": _module_path,
    "null-provider-id": _null_provider_id,
    "provider-deps": _provider_deps,
    "registered-resources": _registered_resources,
    "remote-policy": _passes("get_adapter_impl", "policy"),
    "route-policy": _passes("get_provider_impl", "route_policy"),
    "sets-config-version": _sets_config_version,
    "sibling-providers": _sibling_providers,
    "skips-experimental": _skips_experimental,
    "skips-v1alpha": _skips_alpha,
    "sole-owner": _sole_owner,
    "spec-module-required": _spec_module_required,
    "stack-config": _defines("StackConfig"),
    "telemetry-enabled": _passes("get_provider_impl", "telemetry_enabled"),
    "worker-mode": _worker_mode,
}
"""What each means for a provider: docs/contract.md."""
