"""SPK603: a method does not take the parameters that its API's protocol names."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of, title_of
from validate_provider.rules.protocol import ROUTED_OTHERWISE, Standing, partition, standings
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.provider import Provider
from validate_provider.source.values import Signature, Site


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method does not take the parameters that its API's protocol names.

    Releases that check compare the names only, and `**kwargs` does not count. The others load
    the provider; there it is told only if neither a call by keyword nor one by position could
    bind what the protocol passes.
    """
    checked = provider.contract.checked(provider.api)
    refused: dict[int, list[tuple[int, str]]] = {}
    first: dict[int, Standing] = {}
    for standing in standings(provider, alive):
        found = standing.found
        if found is None or found.site is None:
            continue
        at_load = standing.mask & checked.get(standing.method, 0)
        at_request = standing.mask & ~at_load
        if found.signature is None:
            for mask, column in ((at_load, Column.LOADS), (at_request, Column.SERVES)):
                if mask:
                    why = f"the parameters of `{standing.method}` can't be read"
                    yield Doubt(mask, why, found.site, column)
            continue
        absent = [n for n in standing.expected.names if n not in found.signature.names]
        if at_load and absent:
            key = id(standing.line)
            first.setdefault(key, standing)
            refused.setdefault(key, []).append((at_load, standing.method))
        if at_request and not _binds(standing.expected, found.signature):
            yield from _at_request(provider, standing, at_request, absent, found.site)
    for key, masks in refused.items():
        cls = first[key].line.classes[0]
        for mask, names in partition(masks):
            pairs = [(name, "signature_mismatch") for name in names]
            site = first[key].found.site if first[key].found else None  # type: ignore[union-attr]
            yield Fault(
                mask,
                f"{listed(names)} of `{title_of(cls)}` must take the protocol's parameters: "
                + _expected(provider, names, mask),
                site or site_of(cls, provider),
                f"ValueError: Provider `{provider.name} (Api.{provider.api})` does not implement "
                f"the following methods:\n{pairs}",
            )


def _at_request(
    provider: Provider, standing: Standing, mask: int, absent: list[str], site: Site
) -> Iterator[Outcome]:
    if (provider.api, standing.method) in ROUTED_OTHERWISE:
        why = f"the router may call `{standing.method}` otherwise than its protocol says"
        yield Doubt(mask, why, site, Column.SERVES)
        return
    title = title_of(standing.line.classes[0])
    wants = ", ".join(standing.expected.names)
    argument = absent[0] if absent else standing.expected.names[0]
    yield Fault(
        mask,
        f"`{standing.method}` is called with ({wants})",
        site,
        f"TypeError: {title}.{standing.method}() got an unexpected keyword argument '{argument}'",
        f"write `async def {standing.method}(self, {wants})`",
        Column.SERVES,
    )


def _binds(expected: Signature, given: Signature) -> bool:
    """Whether a method takes what its protocol passes, by keyword or else by position."""
    names = set(expected.names)
    by_keyword = (
        given.double_star or names <= set(given.names) - set(given.positional_only)
    ) and set(given.required) <= names
    room = len(given.names) - len(given.keyword_only)
    needs = [n for n in given.required if n not in given.keyword_only]
    by_position = (
        (given.star or len(expected.names) <= room)
        and len(needs) <= len(expected.names)
        and not any(n in given.required for n in given.keyword_only)
        and not expected.keyword_only
    )
    return by_keyword or by_position


def _expected(provider: Provider, names: list[str], mask: int) -> str:
    shown = []
    for name in names[:3]:
        for part, method in provider.contract.methods(provider.api)[name]:
            if part & mask:
                wants = ", ".join(p.name for p in method.parameters)
                shown.append(f"`{name}({wants})`")
                break
    return ", ".join(shown) + (" ..." if len(names) > 3 else "")
