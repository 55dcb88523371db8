"""SPK301: no provider can be registered for the API in that release."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """No provider can be registered for the API in that release.

    Some members of `Api` are served by the stack itself: routing tables such as `models`, and
    internal APIs such as `inspect`. The loader's registry has no entry for them
    (core/distribution.py, providable_apis). Implement the API that is routed to: `inference` for
    `models`, `vector_io` for `vector_stores`, `tool_runtime` for `tool_groups`.

    Wrong, in `provider.py`:

        api=Api.models

    Right:

        api=Api.inference
    """
    if provider.api == "?":
        return
    contract = provider.contract
    refused = (
        alive & contract.apis().get(provider.api, 0) & ~contract.providable().get(provider.api, 0)
    )
    if refused:
        yield Fault(
            refused,
            f"`Api.{provider.api}` is served by the stack itself",
            provider.site("api", refused),
            f"KeyError: <Api.{provider.api}: '{provider.api}'>",
            "choose one of " + ", ".join(sorted(_providable(provider, refused))),
        )


def _providable(provider: Provider, mask: int) -> list[str]:
    return [name for name, there in provider.contract.providable().items() if there & mask]
