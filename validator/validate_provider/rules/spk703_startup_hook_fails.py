"""SPK703: a method that the stack calls when it starts can't be called so, or does nothing."""

import ast
from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.hooks import own_function, refusals, returned
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.startup import Needed, needed
from validate_provider.source.classes import Member, members
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.SERVES)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A method that the stack calls when it starts can't be called so, or does nothing.

    The stack awaits `should_refresh_models` and `list_scoring_functions` of each provider, and
    `register_toolgroup` and `list_runtime_tools` of one whose spec names a `toolgroup_id`, with
    nothing around it that would catch what goes wrong. The provider loads, and the server does
    not come up.

    Wrong, in `inference.py`:

        def should_refresh_models(self) -> bool:

    Right:

        async def should_refresh_models(self) -> bool:
    """
    protocol = provider.contract.methods(provider.api)
    for call in needed(provider):
        for line in provider.implementation_lines:
            rest = call.mask & line.mask & alive
            for member in members(call.method, line, provider.contract):
                mask = member.mask & rest
                rest &= ~member.mask
                if mask:
                    in_protocol = call.method in protocol
                    yield from _judged(provider, call, member, mask, in_protocol=in_protocol)


def _judged(
    provider: Provider, call: Needed, member: Member, mask: int, *, in_protocol: bool
) -> Iterator[Outcome]:
    site = member.site or site_of(member.owner, provider)
    does = f"the stack calls `{call.method}` when it starts"
    if member.body == "stub" and call.none_says and (member.is_async or member.site is None):
        yield Fault(mask, f"{does}, and it returns nothing", site, call.none_says)
        return
    function = own_function(call.method, member, mask)
    if function is None or member.signature is None:
        return
    if not in_protocol:  # whose parameters are told by another rule
        for part, says in refusals(provider, call.method, member, mask):
            yield Fault(part, f"{does}, with other arguments", site, f"TypeError: {says}")
            mask &= ~part
    if not mask:
        return
    if member.body == "raises":
        says = _raised(function)
        yield Fault(mask, f"{does}, and it raises {says}", site, says, "return something")
    elif not member.is_async:
        plain = returned(function)
        if plain is None:
            why = f"`{call.method}` is not `async`; what it returns may not be awaitable"
            yield Doubt(mask, why, site, Column.SERVES)
        else:
            says = f"TypeError: object {plain} can't be used in 'await' expression"
            hint = f"write `async def {call.method}`"
            yield Fault(mask, f"{does}, and awaits it: it is not `async`", site, says, hint)


def _raised(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The exception that the body begins with, as Python prints it; its name alone if unread."""
    for statement in function.body:
        match statement:
            case ast.Raise(exc=ast.Call(func=raised, args=[ast.Constant(value=str(text))])):
                return f"{ast.unparse(raised)}: {text}"
            case ast.Raise(exc=ast.Call(func=raised)) | ast.Raise(exc=ast.expr() as raised):
                return ast.unparse(raised)
    return "an exception"
