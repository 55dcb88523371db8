"""What the stack calls on a provider while it starts, and what it needs of the answer."""

from validate_provider.record import Record
from validate_provider.source.provider import Provider


class Needed(Record):
    """One method that is called while the server starts, unguarded."""

    mask: int
    """The releases that call it."""
    method: str
    none_says: str
    """What the stack says if the method returns None; empty if that will do."""


def needed(provider: Provider) -> list[Needed]:
    """The calls that every provider of the API gets, and those that this one's spec asks for.

    A spec of `tool_runtime` with a `toolgroup_id` has its tool group registered, and the group's
    tools listed, while the stack starts (core/stack.py, auto_register_tool_groups; 0.7.0 on).
    """
    calls = [
        Needed(mask, hook, _NONE_SAYS.get(hook, ""))
        for hook, mask in provider.contract.startup_hooks(provider.api).items()
    ]
    grouped = with_tool_group(provider)
    if grouped:
        calls.append(Needed(grouped, "register_toolgroup", ""))
        calls.append(Needed(grouped, "list_runtime_tools", _NONE_SAYS["list_runtime_tools"]))
    return calls


def with_tool_group(provider: Provider) -> int:
    """The releases that register the provider's tool group by themselves."""
    mask = 0
    if provider.api == "tool_runtime":
        registers = provider.contract.flag("auto-tool-groups")
        for part, _group in provider.texts("toolgroup_id", registers):
            mask |= part
    return mask


_NONE_SAYS = {
    "list_runtime_tools": "AttributeError: 'NoneType' object has no attribute 'data'",
    "list_scoring_functions": "TypeError: 'NoneType' object is not iterable",
}
