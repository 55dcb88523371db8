"""SPK603: a method does not take the parameters that its API's protocol names."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.protocol import lacks_names, partition, passed, refusals, refused
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.classes import Line
from validate_provider.source.provider import Provider
from validate_provider.source.standing import Standing
from validate_provider.source.values import Signature, Site


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method does not take the parameters that its API's protocol names.

    Releases that check compare the names only, and `**kwargs` does not count. The others load
    the provider, and the request fails. There it is told only if a method takes neither what
    the protocol names, by keyword or by position, nor what the stack's router really passes.

    Wrong, in `inference.py`:

        async def openai_embeddings(self, model: str, params:

    Right:

        async def openai_embeddings(self, params:
    """
    for line, standings in provider.standings:
        yield from _at_load(provider, line, standings, alive)
        yield from _at_request(provider, standings, alive)


def _at_load(
    provider: Provider, line: Line, standings: tuple[Standing, ...], alive: int
) -> Iterator[Outcome]:
    checked = provider.contract.checked(provider.api)
    sites: dict[str, Site] = {}
    for standing in standings:
        found = standing.found
        mask = standing.mask & alive & checked.get(standing.method, 0)
        if mask and found is not None and found.site is not None:
            sites[standing.method] = found.site
            if found.signature is None:
                yield Doubt(mask, _unreadable(standing.method), found.site)
    for mask, pairs in partition(refusals(provider, line, standings, alive)):
        names = [name for name, reason in pairs if reason == "signature_mismatch"]
        if not names:
            continue
        wants = _expected(provider, names, mask)
        yield Fault(
            mask,
            f"{listed(names)} must take the parameters of the protocol: {wants}",
            sites.get(names[0]) or site_of(line.classes[0], provider),
            refused(provider, pairs),
        )


def _at_request(
    provider: Provider, standings: tuple[Standing, ...], alive: int
) -> Iterator[Outcome]:
    checked = provider.contract.checked(provider.api)
    told: dict[tuple[str, str, Site], tuple[int, str]] = {}
    for standing in standings:
        found, mask = standing.found, standing.mask & alive
        if not mask or found is None or found.site is None or standing.never_called:
            continue
        looked_at = checked.get(standing.method, 0)
        if found.signature is None:
            if mask & ~looked_at:
                why = _unreadable(standing.method)
                yield Doubt(mask & ~looked_at, why, found.site, Column.SERVES)
            continue
        if lacks_names(standing):
            mask &= ~looked_at  # told at load
        message, says = _wrong(standing, found.signature)
        if mask and message:
            hint = f"write `async def {standing.method}({_parameters(standing)})`"
            before, _ = told.get((message, says, found.site), (0, ""))
            told[message, says, found.site] = (before | mask, hint)
    for (message, says, site), (mask, hint) in told.items():
        yield Fault(mask, message, site, says, hint, Column.SERVES)


def _wrong(standing: Standing, given: Signature) -> tuple[str, str]:
    """What is wrong with a method where it is called, and what Python says; empty if nothing is."""
    if standing.fits_protocol(given):
        return "", ""
    if not standing.calls:
        wants = ", ".join(standing.expected.names)
        return (
            f"`{standing.method}` is called with ({wants})",
            f"TypeError: {standing.refused_by_keyword(given)}",
        )
    for call, says in standing.refusals(given):
        wants = passed(standing, call)
        return f"the stack calls `{standing.method}({wants})`", f"TypeError: {says}"
    return "", ""


def _parameters(standing: Standing) -> str:
    """The parameters to write: the protocol's, or the router's where it passes others."""
    names = standing.expected.names
    if standing.calls and standing.refusals(standing.expected):
        call = standing.calls[0]
        names = (*names[: call.positional], *call.keywords)
    return ", ".join(("self", *names))


def _unreadable(method: str) -> str:
    return f"the parameters of `{method}` can't be read"


def _expected(provider: Provider, names: list[str], mask: int) -> str:
    shown = []
    for name in names[:3]:
        for part, method in provider.contract.methods(provider.api)[name]:
            if part & mask:
                wants = ", ".join(p.name for p in method.parameters)
                shown.append(f"`{name}({wants})`")
                break
    return ", ".join(shown) + (" ..." if len(names) > 3 else "")
