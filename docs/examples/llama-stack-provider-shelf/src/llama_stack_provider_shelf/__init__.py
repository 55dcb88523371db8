"""Shelf vector storage for Llama Stack."""

from typing import TYPE_CHECKING, Any

from llama_stack_api import Api

from .config import ShelfConfig

if TYPE_CHECKING:
    from .vector_io import ShelfVectorIoImpl


async def get_provider_impl(
    config: ShelfConfig,
    deps: dict[Api, Any],
) -> "ShelfVectorIoImpl":
    """Make the implementation; the stack calls this once, at start-up.

    Args:
        config: The provider's `config` section of the run config.
        deps: The APIs that `provider.py` asks for, by name.
    """
    # Here and not at the top, for the stack imports this package only to read provider.py, too.
    from .vector_io import ShelfVectorIoImpl

    impl = ShelfVectorIoImpl(config, deps[Api.inference], deps[Api.files])
    await impl.initialize()
    return impl
