"""SPK832: the package returns specs, but none of the type that the config names."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.rules.wording import close_to, listed
from validate_provider.source.env_references import references
from validate_provider.source.run_config import ConfigEntry
from validate_provider.source.values import Instance, Sequence, Unknown, narrowed


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The package returns specs, but none of the type that the config names.

    Of a list the loader takes the spec whose `provider_type` is that of the config, and passes
    over the others without a word.

    Wrong, in `run.yaml`:

        provider_type: remote::rain

    Right:

        provider_type: remote::weather
    """
    package = entry.package
    if package is None or entry.disabled or any(references(entry.node.get("provider_type"))):
        return
    offered = 0
    for spec in entry.specs:
        offered |= spec.mask
    for case in narrowed(package.returned, alive & ~offered):
        if not isinstance(case.value, Sequence) or case.value.kind != "list":
            continue
        if any(isinstance(item.value, Unknown) for item in case.value.items):
            continue
        types = sorted(
            {
                text
                for spec in package.specs
                for mask, text in spec.texts("provider_type", spec.mask & case.mask)
            }
        )
        if not types and any(isinstance(item.value, Instance) for item in case.value.items):
            continue
        near = close_to(entry.provider_type, types)
        yield Fault(
            case.mask,
            f"`{entry.package_name}` has no provider of type `{entry.provider_type}`",
            entry.site("provider_type"),
            f"ValueError: Provider `{entry.provider_type}` is not available for API "
            f"`Api.{entry.api}`",
            f"write `provider_type: {near}`" if near else f"it has {listed(types)}",
        )
