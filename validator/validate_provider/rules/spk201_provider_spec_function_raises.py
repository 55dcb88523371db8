"""SPK201: calling `get_provider_spec` raises."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import failures
from validate_provider.rules.rule import Outcome, entry_rule
from validate_provider.source.entry import Entry


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """Calling `get_provider_spec` raises.

    Most often it names something that a release does not have: an API that was removed, a
    class that moved.
    """
    yield from failures(entry.call_failures, alive, entry.reader.contract, masked=True)
