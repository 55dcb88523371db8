"""SPK605: a method takes what its protocol names, but the router passes something else."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validate_provider.finding import Column, Severity
from validate_provider.rules.protocol import is_optional, passed
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider

if TYPE_CHECKING:
    from validate_provider.source.values import Site


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method takes what its protocol names, but the router passes something else.

    The router outranks the protocol: the request fails, although the method is written as the
    stack says. In llama-stack 0.5.0 to 0.7.3 that is so for `datasetio` (`iterrows`,
    `append_rows`), in 0.5.x for `inference.rerank`, in 0.2.15 to 0.2.24 for
    `vector_io.openai_create_vector_store`. The stack's own providers follow the router. It is an
    error, but for methods that hardly any provider has, such as `rerank`.

    Wrong, in `inference.py`:

        async def rerank(self, request: Any) -> Any:
            return request

        async def should_refresh_models(

    Right:

        async def should_refresh_models(
    """
    told: dict[tuple[str, Site], Fault] = {}
    for _line, standings in provider.standings:
        for standing in standings:
            found, mask = standing.found, standing.mask & alive
            if not mask or found is None or found.site is None or found.signature is None:
                continue
            if not standing.fits_protocol(found.signature):
                continue
            for call, says in standing.refusals(found.signature)[:1]:
                message = (
                    f"`{standing.method}` has the parameters of its protocol, but the router "
                    f"calls `{standing.method}({passed(standing, call)})`"
                )
                before = told.get((message, found.site))
                told[message, found.site] = Fault(
                    mask | (before.mask if before else 0),
                    message,
                    found.site,
                    f"TypeError: {says}",
                    "take what the router passes as well, with defaults",
                    None if is_optional(provider.api, standing.method) else Column.SERVES,
                )
    yield from told.values()
