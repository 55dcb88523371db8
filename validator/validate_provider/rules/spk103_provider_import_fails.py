"""SPK103: importing the `provider` module raises."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.moved import remedy
from validate_provider.rules.rule import Doubt, Fault, Outcome, entry_rule
from validate_provider.rules.wording import MASKED, merged, told
from validate_provider.source.entry import Entry


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """Importing the `provider` module raises.

    Everything that the module, or its package's `__init__`, imports at its top level must be
    there in every release. The loader hides a missing module behind "get_provider_spec not
    found"; other exceptions come through as they are.
    """
    for raised in merged(entry.import_failures):
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
