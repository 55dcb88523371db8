"""SPK834: a provider stands under another API than its spec names."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, config_rule
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.WARNING, None)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """A provider stands under another API than its spec names.

    The loader does not compare them. It checks the provider against the API of the spec, and
    then uses it for the API of the config.

    Wrong, in `run.yaml`:

        inference:

    Right:

        tool_runtime:
    """
    for provider in entry.providers:
        mask = provider.mask & alive
        if mask and provider.api not in ("?", entry.api.lower().replace("-", "_")):
            message = f"the package implements `{provider.api}`, not `{entry.api}`"
            yield Fault(mask, message, entry.section.site, hint=f"move it below `{provider.api}:`")
            why = f"it is used for `{entry.api}`, which it does not implement"
            yield Doubt(mask, why, entry.section.site, Column.SERVES)
