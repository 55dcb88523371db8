"""A fingerprint of each loader function, to tell a changed loader from one that is as before."""

import ast
import hashlib
import re

from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.loader_source import Function, LoaderSource

_FUNCTIONS = {
    "distribution": (
        "_load_inline_provider_spec",
        "_load_remote_provider_spec",
        "builtin_automatically_routed_apis",
        "get_external_providers_from_dir",
        "get_external_providers_from_module",
        "get_provider_registry",
        "providable_apis",
    ),
    "resolver": (
        "additional_protocols_map",
        "api_protocol_map",
        "api_protocol_map_for_compliance_check",
        "check_protocol_compliance",
        "instantiate_provider",
        "instantiate_providers",
        "resolve_impls",
        "sort_providers_by_deps",
        "specs_for_autorouted_apis",
        "topological_sort",
        "validate_and_prepare_providers",
        "validate_provider",
    ),
    "stack": ("auto_register_tool_groups", "refresh_registry_once", "replace_env_vars"),
    "utils.dynamic": ("instantiate_class_type",),
}

_ROOT = re.compile(r"\b(llama_stack|ogx|LLAMA_STACK|OGX)(?![A-Za-z0-9])")


def add_digests(facts: Facts, source: LoaderSource, mask: int) -> None:
    """Add the fingerprints of one release."""
    for module, names in _FUNCTIONS.items():
        for name in names:
            function = source.function(module, name)
            if function is not None:
                facts.add("digests", f"{module}.{name} {digest(function)}", mask)


def digest(function: Function) -> str:
    """Return a fingerprint of what a function does.

    Docstrings, annotations, logging and the name of the import root don't count, and neither
    does the Python that runs this: `ast.dump` and `ast.unparse` differ between versions.
    """
    return hashlib.sha256(_plain(function).encode()).hexdigest()[:12]


def _plain(node: object) -> str:
    match node:
        case ast.AnnAssign(target=target, value=value):
            return f"Assign({_plain(target)},{_plain(value)})"
        case ast.Assign(targets=[target], value=value):
            return f"Assign({_plain(target)},{_plain(value)})"
        case ast.AST():
            fields = (
                f"{name}={_plain(value)}"
                for name, value in sorted(ast.iter_fields(node))
                if name
                not in ("annotation", "returns", "ctx", "kind", "type_params", "type_comment")
                and value not in (None, [])
            )
            return f"{type(node).__name__}({','.join(fields)})"
        case list():
            return f"[{','.join(_plain(item) for item in node if not _is_noise(item))}]"
        case _:
            return _ROOT.sub("stack", repr(node))


def _is_noise(node: object) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="logger" | "log")))):
            return True
    return False
