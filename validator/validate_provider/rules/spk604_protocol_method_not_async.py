"""SPK604: a method of the protocol is a plain `def`."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method of the protocol is a plain `def`.

    No release's loader looks at this. The stack awaits what the method returns, so it works
    only if that is awaitable.
    """
    told: dict[str, Fault] = {}
    for _line, standings in provider.standings:
        for standing in standings:
            found = standing.found
            if found is None or found.site is None or found.signature is None:
                continue
            if standing.expected_async and not found.is_async and found.body != "raises":
                before = told.get(standing.method)
                told[standing.method] = Fault(
                    standing.mask & alive | (before.mask if before else 0),
                    f"`{standing.method}` is awaited by the stack, but is not `async`",
                    found.site,
                    hint=f"write `async def {standing.method}`",
                )
    yield from told.values()
