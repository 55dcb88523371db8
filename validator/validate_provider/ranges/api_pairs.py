"""Which API packages a server can import.

A server from llama-stack 0.4 on requires its API package without a version, so that pip puts the
newest one beside it, whether the server knows it or not: `pip install llama-stack==0.4.7` brings
llama-stack-api 0.7.3, and the server ends in `ImportError: cannot import name 'Agents'`.
"""

from collections.abc import Iterator
from functools import cache

from validate_provider.contract import Contract, Release

_STARTED_FIRST = "core.resolver"
"""The module of the server that takes the protocols of all APIs by name."""

_CARRY_THEIR_OWN = frozenset(("0.4.0", "0.4.1", "0.4.2", "0.4.3"))
"""Wheels of llama-stack that hold `llama_stack_api/` themselves, whatever is put beside them."""


@cache
def missing_for(server: Release, bit: int, contract: Contract) -> dict[int, str]:
    """For each release whose API package the server can't import: a name that it lacks.

    Args:
        server: The server, of a release that has an API package.
        bit: The set of that one release.
        contract: What each package holds.
    """
    missing: dict[int, str] = {}
    if server.distribution == "llama-stack" and server.version in _CARRY_THEIR_OWN:
        return missing
    others = [
        b
        for b, r in contract.timeline.members(contract.timeline.everything)
        if r.api_distribution == server.api_distribution
    ]
    for name, homes in _taken(server, bit, contract):
        for other in others:
            if not homes & other:
                missing.setdefault(other, name)
    return missing


def _taken(server: Release, bit: int, contract: Contract) -> Iterator[tuple[str, int]]:
    """Each name that the server takes from its API package's top, and the releases that have it."""
    module = f"{server.root}.{_STARTED_FIRST}"
    for name, mask in contract.taken(module, server.api_root).items():
        homes = 0
        for home in contract.name(server.api_root, name) if mask & bit else ():
            homes |= home.mask
        if homes & bit:
            yield name, homes
