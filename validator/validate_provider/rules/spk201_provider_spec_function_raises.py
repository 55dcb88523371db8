"""SPK201: calling `get_provider_spec` raises."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import failures
from validate_provider.rules.rule import Outcome, entry_rule
from validate_provider.source.entry import Entry


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """Calling `get_provider_spec` raises.

    Most often it names something that a release does not have: an API that was removed, such as
    `telemetry` (up to 0.2.24), `agents`, `post_training` (up to 0.6.1) or `safety` (up to ogx
    0.8.0), or a class that moved. The loader lets the exception through, but for a missing module,
    which it hides behind "get_provider_spec not found" (core/distribution.py). To mend it, declare
    only the releases that have the API, or choose by what is there.

    Wrong, in `provider.py`:

        api=Api.post_training

    Right:

        api=Api.inference
    """
    yield from failures(entry.call_failures, alive, entry.reader.contract, masked=True)
