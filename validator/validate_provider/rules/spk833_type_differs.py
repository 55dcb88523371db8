"""SPK833: the config calls a provider otherwise than its spec does."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.env_references import references
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.WARNING, None)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The config calls a provider otherwise than its spec does.

    The loader registers a single spec under the type that the config gives it, whatever the spec
    says. It works, until the package returns a list, or somebody looks for the other name.

    Wrong, in `run.yaml`:

        provider_type: remote::rain

    Right:

        provider_type: remote::weather
    """
    if any(references(entry.node.get("provider_type"))):
        return
    for spec in entry.specs:
        for mask, text in spec.texts("provider_type", spec.mask & alive):
            if text != entry.provider_type:
                yield Fault(
                    mask,
                    f"the package calls this provider `{text}`",
                    entry.site("provider_type"),
                    hint=f"write `provider_type: {text}`",
                )
