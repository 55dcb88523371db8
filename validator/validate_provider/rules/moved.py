"""Where a name of the stack went: the remedy for an import that fails."""

from validate_provider.contract import Contract
from validate_provider.source.values import Raised

_ROOTS = ("llama_stack.apis", "llama_stack.providers", "llama_stack_api", "ogx_api")
_PLACES = ("llama_stack_api", "ogx_api", "llama_stack.providers.datatypes", "llama_stack.core")
_HOMES = {
    "ogx_api": "`ogx_api`",
    "llama_stack_api": "`llama_stack_api`",
    "llama_stack.providers.datatypes": "`llama_stack.apis` and `llama_stack.providers.datatypes`",
}
"""The modules that tell where the API's names are, newest first, and what to say of each."""
_FLAT_SPEC = (
    "describe the adapter in `RemoteProviderSpec(adapter_type=..., module=..., ...)` itself"
)


def remedy(raised: Raised, releases: int, contract: Contract) -> str:
    """What to write instead of an import of the stack that fails.

    Args:
        raised: The failed import.
        releases: The releases in question; a remedy is given for those of `raised` only.
        contract: Where names live.

    Returns:
        A sentence, or nothing if the contract knows no better place.
    """
    mask = raised.mask & releases
    if not raised.subject.startswith(_ROOTS) and not contract.is_stack(raised.subject):
        return ""
    name = raised.subject.rpartition(".")[2]
    if raised.exception == "ImportError" and name in {"AdapterSpec", "remote_provider_spec"}:
        return _FLAT_SPEC
    if raised.exception == "ModuleNotFoundError":
        return _homes(mask, contract)
    for place in _PLACES:
        if any(bound.mask & mask for bound in contract.name(place, name)):
            return f"import it from `{place}` there"
    return ""


def _homes(mask: int, contract: Contract) -> str:
    """Where the stack's names are to be imported from, each place with its releases."""
    places: list[tuple[str, int]] = []
    for home, told in _HOMES.items():
        both = contract.module(home) & mask
        if both:
            places.append((told, both))
            mask &= ~both
    if len(places) == 1:
        return f"import from {places[0][0]} there"
    each = (f"from {told} on {', '.join(contract.timeline.ranges(m))}" for told, m in places)
    return f"import {'; '.join(each)}" if places else ""
