"""SPK841: the config has no provider for an API that the spec depends on."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.run_config import ConfigEntry, dependencies


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The config has no provider for an API that the spec depends on.

    `api_dependencies` of the spec must be configured, or be routed by the stack itself and not be
    left out of `apis:`. Optional ones may be missing.
    """
    if entry.config.build or entry.disabled:
        return
    for provider in entry.providers:
        for api, mask in dependencies(entry, "api_dependencies", alive & provider.mask).items():
            if api == provider.api:
                continue
            missing = _missing(entry, api, mask)
            spoken = entry.contract.flag("dependency-runtime-error")
            told = (
                f"RuntimeError: Failed to resolve '{provider.api}' provider "
                f"'{entry.provider_id}' of type '{provider.provider_type}': required dependency "
                f"'{api}' is not available."
            )
            keyed = f"KeyError: <Api.{api}: '{api}'>"
            for part, says in ((missing & spoken, told), (missing & ~spoken, keyed)):
                if part:
                    yield Fault(
                        part,
                        f"`{entry.provider_type}` needs `{api}`, which is not configured",
                        entry.node.site,
                        says,
                        f"add a provider below `{api}:`, or leave `Api.{api}` out of the spec's "
                        "`api_dependencies`",
                    )


def _missing(entry: ConfigEntry, api: str, mask: int) -> int:
    """The releases in which there is nothing for an API."""
    contract, config = entry.contract, entry.config
    # The stack's own APIs are there without a provider.
    mask &= contract.providable().get(api, 0)
    routed = 0
    for there, _table in contract.routed_by(api):
        routed |= there
    if config.apis and api not in config.apis:
        return mask if not config.enabled(api) else mask & routed
    return 0 if config.enabled(api) else mask & ~routed
