"""SPK701: the implementation lacks a method that the stack calls when it starts."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.startup import needed
from validate_provider.source.classes import members
from validate_provider.source.provider import Provider

_WRITTEN = {
    "list_scoring_functions": "list_scoring_functions(self): return []",
    "register_toolgroup": "register_toolgroup(self, toolgroup): ...",
    "should_refresh_models": "should_refresh_models(self): return False",
}


@provider_rule(Severity.ERROR, Column.SERVES)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation lacks a method that the stack calls when it starts.

    The loader never checks these, yet the routing tables call them unguarded: without them
    the provider loads and the server does not come up.

    Wrong, in `inference.py`:

        async def refresh(

    Right:

        async def should_refresh_models(
    """
    told_by_protocol = provider.contract.methods(provider.api)
    for call in needed(provider):
        if call.method in told_by_protocol:
            continue
        for line in provider.implementation_lines:
            missing = call.mask & line.mask & alive
            for member in members(call.method, line, provider.contract):
                missing &= ~member.mask
            if not missing:
                continue
            cls = line.classes[0]
            site = site_of(cls, provider)
            if line.unknown:
                why = f"`{call.method}` may come from a base: {line.unknown}"
                yield Doubt(missing, why, site, Column.SERVES)
                continue
            written = _WRITTEN.get(call.method, f"{call.method}(self, given): ...")
            yield Fault(
                missing,
                f"`{cls.title}` lacks `{call.method}`, which the stack calls when it starts",
                site,
                f"AttributeError: '{cls.title}' object has no attribute '{call.method}'",
                f"add `async def {written}`",
            )
