"""SPK831: no provider can be configured for an API of the config in that release."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.no_api import no_such_api, routing_tables
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.rules.wording import close_to
from validate_provider.source.run_config import ConfigEntry, Section


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """No provider can be configured for an API of the config in that release.

    The keys under `providers:` are APIs of that very release. What the stack serves itself, such
    as `models`, takes no providers.

    Wrong, in `run.yaml`:

        tools:

    Right:

        tool_runtime:
    """
    alive &= entry.config.takes
    for section in entry.config.sections:
        yield from _section(entry, section, alive)


def _section(entry: ConfigEntry, section: Section, alive: int) -> Iterator[Outcome]:
    contract, api = entry.contract, section.api
    loose = api.lower().replace("-", "_")
    known = contract.apis().get(api, 0)
    known |= contract.apis().get(loose, 0) & contract.flag("external-apis")
    unknown = alive & ~known
    routing = routing_tables(loose, contract) & alive & known
    internal = alive & known & ~routing & ~contract.providable().get(loose, 0)
    providable = [name for name, there in contract.providable().items() if there & alive]
    near = close_to(api, providable)
    hint = f"did you mean `{near}`?" if near else "choose one of " + ", ".join(sorted(providable))
    for mask, says in no_such_api(api, unknown, contract):
        yield Fault(mask, f"`{api}` is no API there", section.site, says, hint)
    message = f"`{api}` is served by the stack itself"
    keyed = f"KeyError: <Api.{loose}: '{loose}'>"
    if internal and section.nodes:
        yield Fault(internal, message, section.site, keyed, hint)
    if routing:
        # The registry has no place for a package's spec; it is asked before the API is looked at.
        own = section.api == entry.api
        taken = (
            f"ValueError: Provider for `{api}` is automatically provided and cannot be overridden"
        )
        yield Fault(routing, message, section.site, keyed if own else taken, hint)
