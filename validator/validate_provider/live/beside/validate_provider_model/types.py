"""The stack's own types by their names, wherever the release has them.

`llama_stack.apis` up to 0.3, `llama_stack_api` from 0.4 to 0.7, `ogx_api` in ogx.
"""

from __future__ import annotations

import importlib
import itertools
import sys
from typing import Any

_OF_LLAMA_STACK = (
    "llama_stack_api",
    "llama_stack.apis.common.responses",
    "llama_stack.apis.datasetio",
    "llama_stack.apis.inference",
    "llama_stack.apis.models",
    "llama_stack.providers.datatypes",
)
_OF_OGX = ("ogx_api", "ogx_api.messages.models")


def named(*names: str) -> Any:  # noqa: ANN401 - a type is any object
    """Give one of the stack's own types, by the first of its names that the release has.

    Raises:
        LookupError: If the release has none of these names.
    """
    modules = _OF_OGX if "ogx.core" in sys.modules else _OF_LLAMA_STACK
    for name, module in itertools.product(names, modules):
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise LookupError(*names)
