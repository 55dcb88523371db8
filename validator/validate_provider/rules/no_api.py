"""What the stack says of an API that it does not have."""

from collections.abc import Iterator

from validate_provider.contract import Contract


def no_such_api(api: str, mask: int, contract: Contract) -> Iterator[tuple[int, str]]:
    """The words of `Api(api)`, for each part of the releases that has its own.

    Args:
        api: A name that is no member of `Api`.
        mask: The releases in which it is none.
        contract: Which releases let APIs be added (their `Api` speaks for itself).
    """
    dynamic = mask & contract.flag("external-apis")
    if dynamic:
        yield (
            dynamic,
            f"ValueError: API '{api}' does not exist. Use Api.add() to register new APIs.",
        )
    if mask & ~dynamic:
        yield mask & ~dynamic, f"ValueError: '{api}' is not a valid Api"


def routing_tables(api: str, contract: Contract) -> int:
    """The releases in which an API is a routing table, such as `models` before `inference`."""
    mask = 0
    for other in contract.apis():
        for there, table in contract.routed_by(other):
            mask |= there if table == api else 0
    return mask
