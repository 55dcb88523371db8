"""Conditions on attributes."""

from typing import Any

import pytest

from llama_stack_provider_shelf.filters import accepting

BOOK = {"year": 1969, "genre": "novel"}


def compare(kind: str, key: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "value": value}


@pytest.mark.parametrize(
    ("condition", "accepted"),
    [
        (compare("eq", "genre", "novel"), True),
        (compare("eq", "genre", "poem"), False),
        (compare("ne", "genre", "poem"), True),
        (compare("gt", "year", 1969), False),
        (compare("gte", "year", 1969), True),
        (compare("lt", "year", 1970), True),
        (compare("lte", "year", 1968), False),
        (compare("in", "year", [1969, 1970]), True),
        (compare("nin", "year", [1969, 1970]), False),
        (compare("eq", "author", "Le Guin"), False),
        (compare("ne", "author", "Le Guin"), True),
        (compare("gt", "genre", 3), False),
        ({"type": "and", "filters": []}, True),
        ({"type": "and", "filters": [compare("eq", "year", 1969), compare("eq", "genre", "poem")]}, False),
        ({"type": "or", "filters": [compare("eq", "year", 1969), compare("eq", "genre", "poem")]}, True),
        ({"type": "or", "filters": [{"type": "and", "filters": [compare("eq", "year", 1)]}]}, False),
    ],
)
def test_condition(condition: dict[str, Any], accepted: bool) -> None:
    assert accepting(condition)(BOOK) is accepted


@pytest.mark.parametrize(
    "condition",
    [{}, {"type": "like", "key": "year", "value": 1}, {"type": "eq", "key": "year"}, compare("in", "year", 1969)],
)
def test_no_condition(condition: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="filter"):
        accepting({"type": "and", "filters": [condition]})
