"""Manners safety for Llama Stack."""

from typing import TYPE_CHECKING, Any

from llama_stack.apis.datatypes import Api

from .config import MannersConfig

if TYPE_CHECKING:
    from .safety import MannersSafetyImpl


async def get_provider_impl(
    config: MannersConfig,
    deps: dict[Api, Any],
) -> "MannersSafetyImpl":
    """Make the implementation; the stack calls this once, at start-up.

    Args:
        config: The provider's `config` section of the run config.
        deps: The APIs that `provider.py` asks for, by name; this provider needs none.
    """
    # Here and not at the top, for the stack imports this package only to read provider.py, too.
    from .safety import MannersSafetyImpl

    impl = MannersSafetyImpl(config)
    await impl.initialize()
    return impl
