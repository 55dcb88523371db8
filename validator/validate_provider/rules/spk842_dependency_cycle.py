"""SPK842: providers of a config depend on each other."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.rules.wording import listed
from validate_provider.source.run_config import ConfigEntry, dependencies

_Edges = dict[str, dict[str, int]]
"""API -> API it depends on -> releases."""


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """Providers of a config depend on each other.

    The loader makes what a provider depends on before the provider itself. From ogx 1.2.0 on it
    names the circle, which optional dependencies can close too (core/resolver.py,
    topological_sort). Before, it begins somewhere, and the first provider misses what it needs;
    an API with a router, such as `inference`, is there all the same.
    """
    if entry.config.build or entry.disabled:
        return
    contract = entry.contract
    named = alive & contract.flag("cycle-error")
    every = _edges(entry, ("api_dependencies", "optional_api_dependencies"))
    circle = _circle(entry.api, every, named)
    members = listed(sorted({entry.api, *(api for api, mask in circle.items() if mask)}))
    message = f"{members} depend on each other"
    hint = "leave one out of `api_dependencies`"
    if circle.get(entry.api, 0):
        says = "RuntimeError: Failed to sort providers: circular dependency detected"
        yield Fault(circle[entry.api], message, entry.node.site, says, hint)
    unrouted = {
        api: {other: mask & ~_routed(entry, other) for other, mask in others.items()}
        for api, others in _edges(entry, ("api_dependencies",)).items()
    }
    circle = _circle(entry.api, unrouted, alive & ~named & ~_routed(entry, entry.api))
    mask = circle.get(entry.api, 0)
    members = listed(sorted({entry.api, *(api for api, there in circle.items() if there)}))
    spoken = contract.flag("dependency-runtime-error")
    for part, says in (
        (mask & spoken, "RuntimeError: Failed to resolve "),
        (mask & ~spoken, "KeyError: <Api."),
    ):
        if part:
            yield Fault(part, f"{members} depend on each other", entry.node.site, says, hint)


def _edges(entry: ConfigEntry, names: tuple[str, ...]) -> _Edges:
    """What the providers at hand depend on; that one depends on itself is told elsewhere."""
    edges: _Edges = {}
    for other in entry.config.at_hand:
        for name in names:
            for api, mask in dependencies(other, name, -1).items():
                if api != other.api:
                    to = edges.setdefault(other.api, {})
                    to[api] = to.get(api, 0) | mask
    return edges


def _circle(start: str, edges: _Edges, mask: int) -> dict[str, int]:
    """The APIs on the ways from one back to itself, each with the releases that have them."""
    reached: dict[str, int] = {}
    waiting = [(start, mask)]
    while waiting:
        api, there = waiting.pop()
        for other, edge in edges.get(api, {}).items():
            new = there & edge & ~reached.get(other, 0)
            if new:
                reached[other] = reached.get(other, 0) | new
                if other != start:
                    waiting.append((other, new))
    if not reached.get(start, 0):
        return {}
    return {api: there for api, there in reached.items() if api == start or api in edges}


def _routed(entry: ConfigEntry, api: str) -> int:
    """The releases in which an API has a router."""
    mask = 0
    for there, _table in entry.contract.routed_by(api):
        mask |= there
    return mask
