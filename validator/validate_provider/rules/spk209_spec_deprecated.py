"""SPK209: the spec says that the provider no longer works."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The spec says that the provider no longer works.

    A `deprecation_error` makes the loader refuse the provider; `deprecation_warning` is only
    logged (core/resolver.py, validate_provider). Set the first when the provider has a successor,
    and the second while it still works.

    Wrong, in `provider.py`:

        deprecation_error="use another"
    """
    for mask, text in provider.texts("deprecation_error", alive):
        if text:
            yield Fault(
                mask,
                "`deprecation_error` is set: no stack loads this provider",
                provider.site("deprecation_error", mask),
                f"InvalidProviderError: {text}",
                "leave it out, or use `deprecation_warning`",
            )
