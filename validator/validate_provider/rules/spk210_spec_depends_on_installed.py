"""SPK210: a provider is left out of the list where some package is not installed."""

import ast
import sys
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.shims import caught
from validate_provider.source.entry import Entry
from validate_provider.source.nodes import nodes_of
from validate_provider.source.values import OwnFunction, narrowed


@entry_rule(Severity.WARNING, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """A provider is left out of the list where some package is not installed.

    The loader looks for the configured provider type in what `get_provider_spec` returns, and says
    nothing of a list without it; the stack then stops with "Provider ... is not available for API
    ...", which names neither the package nor the extra that would bring it (core/distribution.py,
    get_external_providers_from_module). Return the spec always, and import what it needs in the
    factory: there the error names what is missing.

    Wrong, in `provider.py`:

        def get_provider_spec() -> list[ProviderSpec]:
            specs = []
            try:
                import kfp

                specs.append(_spec())
            except ImportError:
                pass
            return specs


        def _spec() -> ProviderSpec:

    Right:

        def get_provider_spec() -> ProviderSpec:
    """
    for case in narrowed(entry.function, alive):
        function = case.value
        if not isinstance(function, OwnFunction):
            continue
        for node in nodes_of(function.node):
            if not isinstance(node, ast.Try) or not _changes_the_result(node):
                continue
            if not any(caught(h) & {"ImportError", "ModuleNotFoundError"} for h in node.handlers):
                continue
            for name, statement in _imports(node.body):
                if _may_be_missing(name, entry):
                    yield Fault(
                        case.mask,
                        f"without `{name}` the list lacks a provider, and the stack does not "
                        "say why",
                        function.module.site(statement),
                        hint="return the spec always, and import it in the factory",
                    )


def _changes_the_result(node: ast.Try) -> bool:
    """Whether the body returns, or adds to a list."""
    return any(
        isinstance(part, ast.Return)
        or (isinstance(part, ast.Attribute) and part.attr in {"append", "extend"})
        for statement in (*node.body, *node.orelse)
        for part in nodes_of(statement)
    )


def _imports(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    for statement in body:
        if isinstance(statement, ast.Import):
            yield statement.names[0].name, statement
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield statement.module or "", statement


def _may_be_missing(name: str, entry: Entry) -> bool:
    top = name.partition(".")[0]
    reader = entry.reader
    return not (
        top in sys.stdlib_module_names
        or reader.contract.is_stack(name)
        or reader.sources.owns(name)
        or top.lower().replace("_", "-") in reader.installed
    )
