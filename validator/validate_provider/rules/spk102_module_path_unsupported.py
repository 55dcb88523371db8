"""SPK102: the release cannot load a provider by `module:`."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The release cannot load a provider by `module:`.

    `module:` in a provider entry is read from llama-stack 0.2.16 on. Earlier releases ignore
    it and know only the YAML files of `external_providers_dir`.
    """
    missing = alive & ~entry.reader.contract.flag("module-path")
    if missing:
        yield Fault(
            missing,
            "these releases do not read `module:`",
            entry.start,
            "ValueError: Provider is not available for API",
            "require llama-stack 0.2.16 or later, or ship YAML for `external_providers_dir`",
        )
