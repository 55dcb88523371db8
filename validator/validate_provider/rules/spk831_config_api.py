"""SPK831: no provider can be configured for an API of the config in that release."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.no_api import no_such_api
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.rules.wording import close_to
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """No provider can be configured for an API of the config in that release.

    The keys under `providers:` are APIs of that very release. What the stack serves itself, such
    as `models`, takes no providers.
    """
    contract, api = entry.contract, entry.api
    alive &= entry.config.takes
    loose = api.lower().replace("-", "_")
    known = contract.apis().get(api, 0)
    known |= contract.apis().get(loose, 0) & contract.flag("external-apis")
    unknown = alive & ~known
    refused = alive & known & ~contract.providable().get(loose, 0)
    providable = [name for name, there in contract.providable().items() if there & alive]
    near = close_to(api, providable)
    hint = f"did you mean `{near}`?" if near else "choose one of " + ", ".join(sorted(providable))
    for mask, says in no_such_api(api, unknown, contract):
        yield Fault(mask, f"`{api}` is no API there", entry.section.site, says, hint)
    if refused:
        message = f"`{api}` is served by the stack itself"
        says = f"KeyError: <Api.{loose}: '{loose}'>"
        yield Fault(refused, message, entry.section.site, says, hint)
