"""Packages whose implementation has just the methods of a protocol, as one release has it."""

import textwrap
from pathlib import Path

from tests.rules.test_fine import API_SHIM, CONFIG, FACTORY
from tests.source.reading import write
from validate_provider.contract import Contract, Method

SPEC = """
def get_provider_spec():
    return RemoteProviderSpec(
        api=Api.{api},
        provider_type="remote::acme",
        adapter_type="acme",
        module="acme",
        config_class="acme.config.AcmeConfig",
    )
"""


def write_for(contract: Contract, api: str, release: str, folder: Path) -> Path:
    """Write a provider of API that has every method that RELEASE knows, and no base class.

    Args:
        contract: What that release has: the protocol, and what is called when the stack starts
            or a resource comes and goes.
        api: The API, by its name.
        release: As its label has it: `llama-stack 0.7.3`.
        folder: Where to write it.

    Returns:
        The project's folder.
    """
    bit = contract.timeline.find(release)
    assert bit, release
    methods = {
        name: parameters(method)
        for name, variants in contract.methods(api).items()
        for mask, method in variants
        if mask & bit
    }
    hooks = [*contract.startup_hooks(api), *contract.registration_hooks(api)]
    methods |= dict.fromkeys(hooks, "self, *given")
    body = [f"async def {name}({given}):\n        ..." for name, given in methods.items()]
    impl = "\n\n    ".join(["class AcmeImpl:", "def __init__(self, config):\n        ...", *body])
    files = {
        "acme/provider.py": textwrap.dedent(API_SHIM) + SPEC.format(api=api),
        "acme/__init__.py": FACTORY,
        "acme/config.py": CONFIG,
        "acme/impl.py": impl,
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
