"""SPK904: the package imports what it does not require."""

import ast
import sys
from collections import deque
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.distributions import brings, leaves_open, may_bring
from validate_provider.rules.naming import project_name
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.source.declared import dependencies
from validate_provider.source.modules import SourceModule
from validate_provider.source.provider import Provider
from validate_provider.source.requirement import distribution_of, normalised


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The package imports what it does not require.

    It works where something else has brought the module, and fails on a clean install: hidden
    behind "get_provider_spec not found" if the `provider` module leads to the import
    (core/distribution.py, get_external_providers_from_module), with a ModuleNotFoundError if the
    factory does. `pip_packages` of the spec do not help: with `module:` only `llama stack build`
    of 0.2.16 to 0.2.24 installs them. What a release of the stack requires itself is not told for
    that release, nor what a requirement of another name may bring.

    Wrong, in `provider.py`:

        import pymilvus
        from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec

    Right:

        from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec
    """
    project = provider.entry.project
    if project.manifest is None or project.unread:
        return
    plain, of_extras = dependencies(project)
    own = normalised(project_name(project))
    required = [distribution_of(text) for text in (*plain, *of_extras)]
    required = [name for name in required if name != own]
    contract = provider.contract
    brought: dict[str, int] = {}
    for package in ("server", "api"):
        for mask, text in contract.requires(package):
            if ";" not in text:
                name = distribution_of(text)
                brought[name] = brought.get(name, 0) | mask
    told: set[str] = set()
    for module in provider.reader.sources.followed:
        for top, node, lazily in _imports(module):
            if top in told or top in sys.stdlib_module_names or contract.is_stack(top):
                continue
            if provider.reader.sources.owns(top) or may_bring(required, top):
                continue
            mask = alive
            for name, there in brought.items():
                mask &= ~there if brings(name, top) else -1
            if mask:
                told.add(top)
                when = "when it is called" if lazily else "when the package is imported"
                yield Fault(
                    mask,
                    f"`{top}` is imported {when}, and the package does not require it",
                    module.site(node),
                    hint=_hint(provider, module, top),
                )
                if not leaves_open(required):
                    why = f"whether `{top}` is installed: the package does not require it"
                    yield Doubt(mask, why, module.site(node))


def _hint(provider: Provider, module: SourceModule, top: str) -> str:
    beside = f"{module.package}.{top}"
    if module.package and provider.reader.sources.module(beside):
        return f"`{top}` lies beside it: write `from .{top} import ...`"
    return "add it to `dependencies` in pyproject.toml"


def _imports(module: SourceModule) -> Iterator[tuple[str, ast.stmt, bool]]:
    """The top-level packages that a module imports, unguarded, and whether in a function."""
    pending = deque((statement, False) for statement in module.tree.body)
    while pending:
        statement, lazily = pending.popleft()
        match statement:
            case ast.Import():
                for alias in statement.names:
                    yield alias.name.partition(".")[0], statement, lazily
            case ast.ImportFrom(module=str(dotted), level=0):
                yield dotted.partition(".")[0], statement, lazily
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                pending += [(inner, True) for inner in statement.body]
            case ast.ClassDef() | ast.With():
                pending += [(inner, lazily) for inner in statement.body]
