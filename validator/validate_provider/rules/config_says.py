"""How a stack refuses a config as a whole."""

from collections.abc import Iterator

from validate_provider.source.run_config import RunConfig


def refused_config(config: RunConfig, mask: int) -> Iterator[tuple[int, str]]:
    """What pydantic says first of a config with one mistake, in each release."""
    words = "ValidationError: 1 validation error for"
    if config.build:
        if mask:
            yield mask, f"{words} BuildConfig"
        return
    renamed = config.contract.flag("stack-config") & mask
    if renamed:
        yield renamed, f"{words} StackConfig"
    if mask & ~renamed:
        yield mask & ~renamed, f"{words} StackRunConfig"
