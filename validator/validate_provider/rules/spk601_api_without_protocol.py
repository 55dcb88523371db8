"""SPK601: the release has no protocol for the API, so no provider for it can be loaded."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The release has no protocol for the API, so no provider for it can be loaded.

    `container_runtime` of ogx 1.2.0 to 1.5.0 is in the registry but not in the map of
    protocols; every provider for it fails (core/resolver.py, api_protocol_map).

    Wrong, in `provider.py`:

        api=Api.container_runtime

    Right:

        api=Api.inference
    """
    if provider.api == "?":
        return
    has = 0
    for mask, _protocol in provider.contract.protocol(provider.api):
        has |= mask
    without = alive & ~has
    if without:
        yield Fault(
            without,
            f"these releases list `{provider.api}` but cannot load any provider for it",
            provider.site("api", without),
            f"KeyError: <Api.{provider.api}: '{provider.api}'>",
        )
