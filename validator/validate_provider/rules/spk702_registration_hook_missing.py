"""SPK702: the implementation lacks a method that registering a resource calls."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.startup import with_tool_group
from validate_provider.rules.wording import listed
from validate_provider.source.classes import Line, members
from validate_provider.source.provider import Provider


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation lacks a method that registering a resource calls.

    A model, shield, vector store, dataset, benchmark or tool group that a run config lists for
    this provider, or that a request registers, is handed to the provider's own `register_...`.
    A server whose spec names a `toolgroup_id` starts once without `unregister_toolgroup`, and
    not again: it finds the tool group of the first time, and takes it away first.

    Wrong, in `inference.py`:

        async def enrol(

    Right:

        async def register_model(
    """
    grouped = with_tool_group(provider)
    for line in provider.implementation_lines:
        if line.unknown:
            continue
        absent: dict[int, list[str]] = {}
        for hook, mask in provider.contract.registration_hooks(provider.api).items():
            wanted = mask & grouped if hook.startswith("unregister_") else mask & ~grouped
            missing = _without(hook, wanted & alive, line, provider)
            if missing:
                absent.setdefault(missing, []).append(hook)
        cls = line.classes[0]
        for missing, hooks in absent.items():
            again = hooks[0].startswith("unregister_")
            yield Fault(
                missing,
                f"`{cls.title}` lacks {listed(hooks)}",
                site_of(cls, provider),
                hint="without it, a server can't be started a second time with its tool group"
                if again
                else "without it, resources of this provider can't be registered",
            )


def _without(hook: str, mask: int, line: Line, provider: Provider) -> int:
    mask &= line.mask
    for member in members(hook, line, provider.contract):
        mask &= ~member.mask
    return mask
