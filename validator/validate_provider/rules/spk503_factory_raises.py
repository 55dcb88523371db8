"""SPK503: calling the factory raises."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import failures
from validate_provider.rules.rule import Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """Calling the factory raises.

    Good factories import their adapter when they are called, so that `provider.py` can be read
    without it. An import that fails there is not hidden by the loader: it comes through as it is,
    as does any other exception (core/resolver.py, instantiate_provider).

    Wrong, in `__init__.py`:

        await adapter.startup()

    Right:

        await adapter.initialize()
    """
    yield from failures(provider.factory_failures, alive, provider.contract)
