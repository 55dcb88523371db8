"""Where a name of the stack went: the remedy for an import that fails."""

from validate_provider.contract import Contract
from validate_provider.source.values import Raised

_ROOTS = ("llama_stack.apis", "llama_stack.providers", "llama_stack_api", "ogx_api")
_PLACES = ("llama_stack_api", "ogx_api", "llama_stack.providers.datatypes", "llama_stack.core")
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
        homes = [root for root in ("llama_stack_api", "ogx_api") if contract.module(root) & mask]
        return f"import from {' or '.join(f'`{home}`' for home in homes)} there" if homes else ""
    for place in _PLACES:
        if any(bound.mask & mask for bound in contract.name(place, name)):
            return f"import it from `{place}` there"
    return ""
