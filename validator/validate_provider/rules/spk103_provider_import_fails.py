"""SPK103: importing the `provider` module raises."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import failures
from validate_provider.rules.rule import Outcome, entry_rule
from validate_provider.rules.shims import catches_the_wrong_error
from validate_provider.source.entry import Entry
from validate_provider.source.values import Raised


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """Importing the `provider` module raises.

    Everything that the module, or its package's `__init__`, imports at its top level must be there
    in every release that the package declares; the stack's own modules moved in 0.2.17, 0.4.0 and
    0.8.0. The loader hides a missing module behind "get_provider_spec not found"; any other
    exception comes through as it is (core/distribution.py, get_external_providers_from_module). A
    missing *name* raises ImportError, not ModuleNotFoundError, so that `except
    ModuleNotFoundError` does not catch it. To mend it, import from where the name is now, or from
    both in a `try`, newest first.

    Wrong, in `provider.py`:

        from llama_stack.providers.datatypes import Api, ProviderSpec, RemoteProviderSpec

    Right:

        from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec
    """
    yield from failures(
        entry.import_failures,
        alive,
        entry.reader.contract,
        masked=True,
        hint=lambda raised: _hint(raised, entry),
    )


def _hint(raised: Raised, entry: Entry) -> str:
    if raised.exception != "ImportError":
        return ""
    for module in entry.reader.sources.followed:
        if module.shown == raised.site.path and catches_the_wrong_error(module, raised.site.line):
            return "catch `ImportError`: a missing name does not raise ModuleNotFoundError"
    return ""
