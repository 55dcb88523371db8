"""SPK701: the implementation lacks a method that the stack calls when it starts."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of, title_of
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.source.classes import members
from validate_provider.source.provider import Provider

_BODIES = {
    "should_refresh_models": "return False",
    "list_scoring_functions": "return []",
}


@provider_rule(Severity.ERROR, Column.SERVES)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation lacks a method that the stack calls when it starts.

    The loader never checks these, yet the routing tables call them unguarded: without them
    the provider loads and the server does not come up.
    """
    for hook, needed in provider.contract.startup_hooks(provider.api).items():
        for line in provider.implementation_lines:
            missing = needed & line.mask & alive
            for member in members(hook, line, provider.contract):
                missing &= ~member.mask
            if not missing:
                continue
            cls = line.classes[0]
            site = site_of(cls, provider)
            if line.unknown:
                why = f"`{hook}` may come from a base: {line.unknown}"
                yield Doubt(missing, why, site, Column.SERVES)
                continue
            body = _BODIES.get(hook, "...")
            yield Fault(
                missing,
                f"`{title_of(cls)}` lacks `{hook}`, which the stack calls when it starts",
                site,
                f"AttributeError: '{title_of(cls)}' object has no attribute '{hook}'",
                f"add `async def {hook}(self): {body}`",
            )
