"""SPK704: a method that registering a resource calls can't be called so."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.hooks import own_function, refusals, returned
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.startup import with_tool_group
from validate_provider.source.classes import Member, members
from validate_provider.source.provider import Provider


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method that registering a resource calls can't be called so.

    The routing tables pass the resource by position, whatever the parameter is called, and await
    what `register_...` returns. With more parameters that need a value, or as a plain `def`, the
    method fails for each resource: at a request, or while a server starts whose config lists one.

    Wrong, in `inference.py`:

        async def register_model(self, model: Model, provider: str) -> Model:

    Right:

        async def register_model(self, model: Model) -> Model:
    """
    grouped = with_tool_group(provider)  # another rule tells of these
    for hook, mask in provider.contract.registration_hooks(provider.api).items():
        if hook.startswith("unregister_"):
            continue
        for line in provider.implementation_lines:
            rest = mask & line.mask & alive & ~grouped
            for member in members(hook, line, provider.contract):
                part = member.mask & rest
                rest &= ~member.mask
                if part and member.site is not None:
                    yield from _judged(provider, hook, member, part)


def _judged(provider: Provider, hook: str, member: Member, mask: int) -> Iterator[Outcome]:
    function = own_function(hook, member, mask)
    if function is None or member.signature is None or member.site is None:
        return
    for part, says in refusals(provider, hook, member, mask):
        message = f"`{hook}` is called with the resource, and nothing else"
        yield Fault(part, message, member.site, f"TypeError: {says}", "give others a default")
        mask &= ~part
    plain = "" if member.is_async else returned(function)
    if mask and plain:
        yield Fault(
            mask,
            f"`{hook}` is awaited by the stack, but is not `async`",
            member.site,
            f"TypeError: object {plain} can't be used in 'await' expression",
            f"write `async def {hook}`",
        )
