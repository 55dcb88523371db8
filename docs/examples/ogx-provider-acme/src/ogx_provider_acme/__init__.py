"""Acme inference for OGX."""

from typing import TYPE_CHECKING, Any

from ogx_api import Api

from .config import AcmeConfig

if TYPE_CHECKING:
    from .inference import AcmeInferenceAdapter


async def get_adapter_impl(
    config: AcmeConfig,
    deps: dict[Api, Any],
) -> "AcmeInferenceAdapter":
    """Make the adapter; the stack calls this once, at start-up.

    Args:
        config: The provider's `config` section of the run config.
        deps: The APIs that `provider.py` asks for, by name; this provider needs none.
    """
    # Here and not at the top, for the stack imports this package only to read provider.py, too.
    from .inference import AcmeInferenceAdapter

    adapter = AcmeInferenceAdapter(config)
    await adapter.initialize()
    return adapter
