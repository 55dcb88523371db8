"""SPK102: the release cannot load a provider by `module:`."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry
from validate_provider.source.provider import providers_of


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The release cannot load a provider by `module:`.

    `module:` in a provider entry is read from llama-stack 0.2.16 on. Earlier releases ignore the
    key and know only the YAML files of `external_providers_dir` (0.2.2 on,
    distribution/distribution.py), so they find no such provider. To mend it, require llama-stack
    0.2.16 or later, or ship YAML.
    """
    missing = alive & ~entry.reader.contract.flag("module-path")
    if missing:
        provider_type, api = _named(entry)
        yield Fault(
            missing,
            "these releases do not read `module:`",
            entry.start,
            f"ValueError: Provider `{provider_type}` is not available for API `Api.{api}`",
            "require llama-stack 0.2.16 or later, or ship YAML for `external_providers_dir`",
        )


def _named(entry: Entry) -> tuple[str, str]:
    """The type and API that a run config would name, if any release tells."""
    for provider in providers_of(entry):
        if provider.provider_type != "?":
            return provider.provider_type, provider.api
    return f"remote::{entry.package.dotted}", "..."
