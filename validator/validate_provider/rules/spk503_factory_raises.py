"""SPK503: calling the factory raises."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.moved import remedy
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import merged, told
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """Calling the factory raises.

    Good factories import their adapter when they are called. An import that fails there is not
    hidden by the loader: it comes through as it is.
    """
    for raised in merged(provider.factory_failures):
        both = raised.mask & alive
        if not both:
            continue
        if not raised.certain:
            yield Doubt(both, told(raised), raised.site)
            continue
        hint = remedy(raised, both, provider.contract)
        yield Fault(both, told(raised), raised.site, raised.says, hint)
