"""A model that stands beside a provider which needs one, with nothing behind it.

An external provider like any other: the stack loads it by `module: validate_provider_model`, and up
to llama-stack 0.2.15 by a file (`inside/in_files.py`). It answers the same whatever it is asked,
and fetches nothing.

Standard library, and what the stack itself has: nothing of ours is installed where it runs.
"""

from __future__ import annotations

from typing import Any


async def get_provider_impl(_config: object, _deps: object) -> Any:  # noqa: ANN401
    """Make the model; the stack calls this."""
    from .adapter import model
    from .tokens import need_no_network

    need_no_network()
    return model()
