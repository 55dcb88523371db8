"""Ranges of versions, held against `packaging`."""

import itertools

import pytest
from packaging.specifiers import SpecifierSet

from validate_provider.ranges.version_range import named_range, numbers, range_of

SPECIFIERS = (
    "",
    ">=3.10",
    ">=3.10,<3.12",
    ">=3.12",
    "<3.12",
    ">3.11",
    "<=3.12.0",
    "~=3.12",
    "~=3.11.4",
    "==3.12.*",
    "==3.12",
    "!=3.12.*,>=3.11",
)
VERSIONS = [
    f"{major}.{minor}.{patch}"
    for major in (2, 3, 4)
    for minor in range(9, 15)
    for patch in (0, 1, 4, 30)
]


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(SPECIFIERS, 2)])
def test_only_what_can_never_meet_is_empty(one: str, other: str) -> None:
    first, second = range_of(one), range_of(other)
    assert first is not None
    assert second is not None
    together = SpecifierSet(f"{one},{other}".strip(","))
    assert first.meet(second).empty <= (not list(together.filter(VERSIONS)))
    if "!" not in one + other:
        assert first.meet(second).empty == (not list(together.filter(VERSIONS)))


@pytest.mark.parametrize(
    "requirement",
    [
        "pydantic>=2; python_version < '3.12'",
        "pydantic @ https://example.org/pydantic.whl",
        "pydantic>=2.0rc1",
        "pydantic===2",
        "pydantic>=2.*",
        f"pydantic>={'9' * 5000}",
        f"{'a' * 100_000};",
        f"pydantic{'>=1,' * 100_000}",
        "",
    ],
)
def test_of_what_is_said_otherwise_nothing_is_stated(requirement: str) -> None:
    assert named_range(requirement) is None


def test_the_name_is_apart() -> None:
    assert named_range("mcp[cli] (>=1.23,<2)") == ("mcp", range_of(">=1.23,<2"))
    assert numbers("0.7.0") == numbers("0.7")
