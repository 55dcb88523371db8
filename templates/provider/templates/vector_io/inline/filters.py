"""Conditions on the attributes of what is searched, as OpenAI writes them. Knows nothing of the stack."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

Accepts = Callable[[Mapping[str, Any]], bool]
"""Says whether what has such attributes may be found."""

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, listed: value in listed,
    "nin": lambda value, listed: value not in listed,
}


def accepting(condition: Mapping[str, Any]) -> Accepts:
    """Return what a condition means: `{"type": "eq", "key": "year", "value": 2026}`, or an "and" or "or" of such.

    What has no attribute of that name, or one that can't be compared, is found by "ne" and "nin" alone.

    Raises:
        ValueError: It is no such condition.
    """
    # It comes from a request, where anything may stand in anything.
    if not isinstance(condition, Mapping):
        raise ValueError(f"no filter: {condition!r}")
    kind = condition.get("type")
    if kind in ("and", "or"):
        filters = condition.get("filters")
        if not isinstance(filters, list):
            raise ValueError(f"the filter '{kind}' takes a list of filters, not {filters!r}")
        parts = [accepting(part) for part in filters]
        together = all if kind == "and" else any
        return lambda attributes: together(part(attributes) for part in parts)
    key = condition.get("key")
    if not isinstance(kind, str) or kind not in _COMPARISONS or not isinstance(key, str) or "value" not in condition:
        raise ValueError(f"no filter: {dict(condition)}")
    compare, value = _COMPARISONS[kind], condition["value"]
    if kind in ("in", "nin") and not isinstance(value, list):
        raise ValueError(f"the filter '{kind}' takes a list, not {value!r}")

    def accepts(attributes: Mapping[str, Any]) -> bool:
        try:
            return compare(attributes[key], value)
        except (KeyError, TypeError):
            return kind in ("ne", "nin")

    return accepts
