"""SPK201: calling `get_provider_spec` raises."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.moved import remedy
from validate_provider.rules.rule import Doubt, Fault, Outcome, entry_rule
from validate_provider.rules.wording import MASKED, merged, told
from validate_provider.source.entry import Entry


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """Calling `get_provider_spec` raises.

    Most often it names something that a release does not have: an API that was removed, a
    class that moved.
    """
    for raised in merged(entry.call_failures):
        if not raised.mask & alive:
            continue
        if not raised.certain:
            yield Doubt(raised.mask & alive, told(raised), raised.site)
            continue
        masked = raised.exception == "ModuleNotFoundError"
        yield Fault(
            raised.mask & alive,
            told(raised),
            raised.site,
            MASKED if masked else raised.says,
            remedy(raised, alive, entry.reader.contract),
        )
