"""SPK604: a method that the stack awaits is a plain `def`, or a generator."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validate_provider.finding import Severity
from validate_provider.rules.protocol import own_functions
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.changes import yields
from validate_provider.source.classes import Member
from validate_provider.source.provider import Provider
from validate_provider.source.standing import Standing

if TYPE_CHECKING:
    from validate_provider.source.values import Site


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method that the stack awaits is a plain `def`, or a generator.

    No release's loader looks at this. The router awaits what the method returns, so a plain
    `def` works only if it returns something that can be awaited, and an `async def` with a
    `yield` in it never does: it must return its generator instead.

    Wrong, in `inference.py`:

        yield await self._service.post("embeddings"

    Right:

        return await self._service.post("embeddings"
    """
    told: dict[tuple[str, Site], Fault] = {}
    for _line, standings in provider.standings:
        for standing in standings:
            found = standing.found
            if found is None or found.site is None or found.signature is None:
                continue
            message, hint = _wrong(standing, found)
            if message:
                before = told.get((message, found.site))
                mask = standing.mask & alive | (before.mask if before else 0)
                told[message, found.site] = Fault(mask, message, found.site, hint=hint)
    yield from told.values()


def _wrong(standing: Standing, found: Member) -> tuple[str, str]:
    awaited = bool(standing.calls) and all(call.awaited for call in standing.calls)
    if not awaited or not standing.expected_async or found.body == "raises":
        return "", ""
    method = standing.method
    if not found.is_async:
        message = f"`{method}` is awaited by the stack, but is not `async`"
        return message, f"write `async def {method}`"
    if any(yields(node) for node in own_functions(standing)):
        message = f"`{method}` is awaited by the stack, but is a generator"
        return message, "put what it yields into an inner function, and return a call of that"
    return "", ""
