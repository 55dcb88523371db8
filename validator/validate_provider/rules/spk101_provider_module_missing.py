"""SPK101: the package has no `provider` module."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.wording import MASKED
from validate_provider.source.entry import Entry


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The package has no `provider` module.

    For `module: acme` the loader imports `acme.provider` and calls its `get_provider_spec`.
    A package with YAML files alone can only be used through `external_providers_dir`.
    """
    if entry.reader.sources.module(entry.module) is None:
        yield Fault(
            alive,
            f"`{entry.package.dotted}` has no `provider.py`",
            entry.start,
            MASKED,
            f"write `{entry.package.folder.name}/provider.py` with `def get_provider_spec()`",
        )
