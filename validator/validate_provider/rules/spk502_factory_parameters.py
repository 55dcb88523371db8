"""SPK502: the factory can't be called with what the loader passes."""

from collections.abc import Iterator

from validate_provider.contract import Contract
from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.signature import parameters, refused
from validate_provider.source.values import Arguments, Cases, OwnFunction, Signature, narrowed

_MORE = {
    True: (("policy", "remote-policy"),),
    False: (
        ("policy", "inline-policy"),
        ("telemetry_enabled", "telemetry-enabled"),
        ("route_policy", "route-policy"),
    ),
}
"""Further arguments, passed by position if the factory names a parameter so, and since when."""


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The factory can't be called with what the loader passes.

    The loader passes the config and the dependencies by position, then `policy` if a parameter has
    that name (inline from llama-stack 0.2.10 on, remote from 0.3.4 on), `telemetry_enabled` in
    0.3.0 to 0.3.5 and `route_policy` in ogx 1.0.3, 1.0.4 and from 1.4.0 on, for inline providers
    (core/resolver.py, instantiate_provider). So `policy` must be the third and not keyword-only,
    and have a default where earlier releases are declared.

    Wrong, in `__init__.py`:

        deps: dict[Api, Any],
        *,
        policy: list[Any],

    Right:

        deps: dict[Api, Any],
    """
    for case in narrowed(provider.factories, alive):
        function = case.value
        if not isinstance(function, OwnFunction) or function.decorators:
            continue
        signature = parameters(function.node.args)
        for remote in (True, False):
            mask = case.mask & (provider.remote if remote else ~provider.remote)
            for count, part in _counts(signature, mask, provider.contract, remote=remote):
                nothing: tuple[Cases, ...] = ((),) * count
                given = Arguments(nothing, {}, {}, exact=True)
                wrong = refused(function.name, signature, given)
                if wrong:
                    yield Fault(
                        part,
                        f"`{function.name}` is called with {count} arguments by position",
                        function.module.site(function.node),
                        f"TypeError: {wrong}",
                        f"write `async def {function.name}(config, deps)`",
                    )


def _counts(
    signature: Signature, mask: int, contract: Contract, *, remote: bool
) -> list[tuple[int, int]]:
    """How many arguments the loader passes, and in which releases."""
    counts = {2: mask}
    for name, flag in _MORE[remote]:
        if name not in signature.names:
            continue
        passed = contract.flag(flag)
        grown: dict[int, int] = {}
        for count, part in counts.items():
            grown[count] = grown.get(count, 0) | part & ~passed
            grown[count + 1] = grown.get(count + 1, 0) | part & passed
        counts = grown
    return [(count, part) for count, part in counts.items() if part]
