"""SPK701: the implementation lacks a method that the stack calls when it starts."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
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
    for hook, needed in _needed(provider).items():
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
                f"`{cls.title}` lacks `{hook}`, which the stack calls when it starts",
                site,
                f"AttributeError: '{cls.title}' object has no attribute '{hook}'",
                f"add `async def {hook}(self): {body}`",
            )


def _needed(provider: Provider) -> dict[str, int]:
    """The hooks that every provider of the API needs, and those that this one's spec asks for."""
    needed = dict(provider.contract.startup_hooks(provider.api))
    if provider.api == "tool_runtime":
        # A spec with a `toolgroup_id` has its tool group registered when the stack starts.
        registers = provider.contract.flag("auto-tool-groups")
        for mask, _group in provider.texts("toolgroup_id", registers):
            needed["register_toolgroup"] = needed.get("register_toolgroup", 0) | mask
    return needed
