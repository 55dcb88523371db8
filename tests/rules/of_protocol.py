"""Packages whose implementation has just the methods of a protocol, as one release has it."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

from tests.fine.plain import API_SHIM, CONFIG, FACTORY
from tests.source.reading import write
from validate_provider.contract import Contract, Method

SPEC = """
def get_provider_spec():
    return RemoteProviderSpec(
        api=Api.{api},
        provider_type="remote::acme",
        adapter_type="acme",
        module="acme",
        config_class="acme.config.AcmeConfig",{more}
    )
"""
HEAD = """class AcmeImpl:
    def __init__(self, config):
        ...
"""
HOOKS = {
    "list_scoring_functions": "async def list_scoring_functions(self):\n    return []",
    "should_refresh_models": "async def should_refresh_models(self):\n    return False",
}


def write_for(
    contract: Contract,
    api: str,
    release: str,
    folder: Path,
    *,
    head: str = HEAD,
    spec: str = "",
    changed: Mapping[str, str] | None = None,
) -> Path:
    """Write a provider of API that has every method that RELEASE knows, and no base class.

    Args:
        contract: What that release has: the protocol, and what is called when the stack starts
            or a resource comes and goes.
        api: The API, by its name.
        release: As its label has it: `llama-stack 0.7.3`.
        folder: Where to write it.
        head: The beginning of the class.
        spec: What else the spec gives.
        changed: Some methods' whole text; nothing for one that is left out.

    Returns:
        The project's folder.
    """
    bit = contract.timeline.find(release)
    assert bit, release
    methods = {
        name: f"async def {name}({parameters(method)}):\n    ..."
        for name, variants in contract.methods(api).items()
        for mask, method in variants
        if mask & bit
    }
    for hook, mask in {**contract.startup_hooks(api), **contract.registration_hooks(api)}.items():
        if mask & bit:
            methods[hook] = HOOKS.get(hook, f"async def {hook}(self, given):\n    ...")
    methods |= changed or {}
    body = (textwrap.indent(text, "    ") for text in methods.values() if text)
    files = {
        "acme/provider.py": textwrap.dedent(API_SHIM) + SPEC.format(api=api, more=spec),
        "acme/__init__.py": FACTORY,
        "acme/config.py": CONFIG,
        "acme/impl.py": "\n\n".join([head, *body]),
    }
    return write(folder, files)


def parameters(method: Method) -> str:
    """Write a method's parameters as Python does."""
    words = ["self"]
    for parameter in method.parameters:
        if parameter.kind == "keyword" and "*" not in words:
            words.append("*")
        words.append(f"{parameter.name}=None" if parameter.has_default else parameter.name)
    return ", ".join(words)
