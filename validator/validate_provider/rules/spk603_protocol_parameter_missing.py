"""SPK603: a method does not take the parameters that its API's protocol names."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.protocol import ROUTED_OTHERWISE, partition
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
    the provider; there it is told only if neither a call by keyword nor one by position could
    bind what the protocol passes.
    """
    for line, standings in provider.standings:
        yield from _at_load(provider, standings, alive)
        yield from _at_request(provider, line, standings, alive)


def _at_load(provider: Provider, standings: tuple[Standing, ...], alive: int) -> Iterator[Outcome]:
    checked = provider.contract.checked(provider.api)
    refused: list[tuple[int, str]] = []
    sites: dict[str, Site] = {}
    for standing in standings:
        mask = standing.mask & alive & checked.get(standing.method, 0)
        found = standing.found
        if not mask or found is None or found.site is None:
            continue
        if found.signature is None:
            yield Doubt(mask, _unreadable(standing.method), found.site)
        elif set(standing.expected.names) - set(found.signature.names):
            refused.append((mask, standing.method))
            sites[standing.method] = found.site
    for mask, names in partition(refused):
        pairs = [(name, "signature_mismatch") for name in names]
        wants = _expected(provider, names, mask)
        yield Fault(
            mask,
            f"{listed(names)} must take the parameters of the protocol: {wants}",
            sites[names[0]],
            f"ValueError: Provider `{provider.name} (Api.{provider.api})` does not implement "
            f"the following methods:\n{pairs}",
        )


def _at_request(
    provider: Provider, line: Line, standings: tuple[Standing, ...], alive: int
) -> Iterator[Outcome]:
    checked = provider.contract.checked(provider.api)
    title = line.classes[0].title
    for standing in standings:
        method, expected, found = standing.method, standing.expected, standing.found
        mask = standing.mask & alive & ~checked.get(method, 0)
        if not mask or found is None or found.site is None:
            continue
        if found.signature is None:
            yield Doubt(mask, _unreadable(method), found.site, Column.SERVES)
        elif _binds(expected, found.signature):
            continue
        elif (provider.api, method) in ROUTED_OTHERWISE:
            why = f"the router may call `{method}` otherwise than its protocol says"
            yield Doubt(mask, why, found.site, Column.SERVES)
        else:
            wants = ", ".join(expected.names)
            yield Fault(
                mask,
                f"`{method}` is called with ({wants})",
                found.site,
                _type_error(title, method, expected, found.signature),
                f"write `async def {method}({', '.join(('self', *expected.names))})`",
                Column.SERVES,
            )


def _unreadable(method: str) -> str:
    return f"the parameters of `{method}` can't be read"


def _type_error(title: str, method: str, expected: Signature, given: Signature) -> str:
    """What Python says when the method is called as the protocol has it, by keyword."""
    where = f"TypeError: {title}.{method}()"
    unexpected = [name for name in expected.names if name not in given.names]
    if unexpected and not given.double_star:
        return f"{where} got an unexpected keyword argument '{unexpected[0]}'"
    missing = [name for name in given.required if name not in expected.names]
    plural = "" if len(missing) == 1 else "s"
    names = " and ".join(f"'{name}'" for name in missing)
    return f"{where} missing {len(missing)} required positional argument{plural}: {names}"


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
