"""Datasets that stand beside a provider which reads them, each of the same few rows.

An external provider of datasetio like any other, for the stack's own need more than a stack: it is
loaded by `module: validate_provider_rows`, up to llama-stack 0.2.15 by a file; OGX has no datasets.
"""

from __future__ import annotations

from typing import Any


async def get_provider_impl(_config: object, _deps: object) -> Any:  # noqa: ANN401
    """Make what holds the rows; the stack calls this."""
    from .rows import datasets

    return datasets()
