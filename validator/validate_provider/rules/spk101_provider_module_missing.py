"""SPK101: the package has no `provider` module."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.wording import MASKED
from validate_provider.source.entry import Entry


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The package has no `provider` module.

    For `module: acme` in a run config the loader imports `acme.provider` and calls its
    `get_provider_spec` (llama-stack 0.2.16 on, core/distribution.py,
    get_external_providers_from_module). A package with YAML files alone can only be used through
    `external_providers_dir`. To mend it, write `provider.py` beside the package's `__init__.py`;
    the module and the factory stay where they are.
    """
    if entry.reader.sources.module(entry.module) is None:
        yield Fault(
            alive,
            f"`{entry.package.dotted}` has no `provider.py`",
            entry.start,
            MASKED,
            f"write `{entry.package.folder.name}/provider.py` with `def get_provider_spec()`",
        )
