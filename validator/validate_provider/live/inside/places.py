"""Where in the provider's own package something is."""

from __future__ import annotations

import inspect
import os
from typing import Any


def place_of_method(implementation: Any, method: str, folder: str) -> str:  # noqa: ANN401
    """Give `path:line` of the definition of a method, or nothing if it is not in the folder."""
    function = inspect.unwrap(getattr(implementation, method, None) or (lambda: 0))
    code = getattr(function, "__code__", None)
    if code is None or not code.co_filename.startswith(folder + os.sep):
        return ""
    return f"{code.co_filename}:{code.co_firstlineno}"
