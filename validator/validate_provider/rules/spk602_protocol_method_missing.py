"""SPK602: the implementation lacks a method of its API's protocol."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.protocol import is_optional, partition, refusals, refused
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.classes import Line
from validate_provider.source.provider import Provider
from validate_provider.source.standing import Standing


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation lacks a method of its API's protocol.

    Up to llama-stack 0.4 the loader refuses such a provider; later releases check fewer and
    fewer methods, and none from 0.7.0 on. There it loads, and the first request that needs the
    method fails.

    Wrong, in `inference.py`:

        async def embed(

    Right:

        async def openai_embeddings(
    """
    for line, standings in provider.standings:
        if line.mask & alive:
            yield from _at_load(provider, line, standings, alive)
            yield from _at_request(provider, line, standings, alive)


def _at_load(
    provider: Provider, line: Line, standings: tuple[Standing, ...], alive: int
) -> Iterator[Outcome]:
    checked = provider.contract.checked(provider.api)
    for standing in standings:
        mask = standing.mask & alive & checked.get(standing.method, 0)
        if mask and standing.found is None and line.unknown:
            yield _doubt(provider, line, mask, standing.method, Column.LOADS)
    title, site = line.classes[0].title, site_of(line.classes[0], provider)
    for mask, pairs in partition(refusals(provider, line, standings, alive)):
        lacking = [name for name, reason in pairs if reason != "signature_mismatch"]
        others = [name for name, reason in pairs if reason == "signature_mismatch"]
        and_others = f", and has other parameters in {listed(others)}" if others else ""
        if lacking:
            yield Fault(
                mask,
                f"`{title}` lacks {listed(lacking)}{and_others}",
                site,
                refused(provider, pairs),
                f"define what the protocol of `{provider.api}` asks for",
            )


def _at_request(
    provider: Provider, line: Line, standings: tuple[Standing, ...], alive: int
) -> Iterator[Outcome]:
    checked = provider.contract.checked(provider.api)
    absent: list[tuple[int, str]] = []
    empty: list[tuple[int, str]] = []
    for standing in standings:
        mask = standing.mask & alive & ~checked.get(standing.method, 0)
        if not mask or standing.never_called or is_optional(provider.api, standing.method):
            continue
        if standing.found is None and line.unknown:
            yield _doubt(provider, line, mask, standing.method, Column.SERVES)
        elif standing.found is None:
            absent.append((mask, standing.method))
        elif standing.inherited_stub:
            empty.append((mask, standing.method))
    title, site = line.classes[0].title, site_of(line.classes[0], provider)
    hint = "define it, or raise NotImplementedError in it"
    for mask, names in partition(absent):
        says = f"AttributeError: '{title}' object has no attribute '{names[0]}'"
        message = f"`{title}` lacks {listed(names)}; a request for that fails"
        yield Fault(mask, message, site, says, hint, Column.SERVES)
    for mask, names in partition(empty):
        message = f"`{title}` inherits {listed(names)} from the protocol, where it does nothing"
        yield Fault(mask, message, site, "", hint, Column.SERVES)


def _doubt(provider: Provider, line: Line, mask: int, method: str, column: Column) -> Doubt:
    why = f"`{method}` may come from a base: {line.unknown}"
    return Doubt(mask, why, site_of(line.classes[0], provider), column)
