"""How a signature follows the router where that does not keep to the protocol."""

import ast

import pytest

from template_maker.called import Called, callers_signature
from template_maker.release import Function
from validate_provider.contract import Call


def called(signature: str, *calls: tuple[int, str]) -> Called:
    [method] = ast.parse(f"async def iterrows({signature}): ...").body
    assert isinstance(method, Function)
    made = [
        Call(count, tuple(words.split()), awaited=True, iterated=False) for count, words in calls
    ]
    return callers_signature(method, made)


@pytest.mark.parametrize(
    ("signature", "calls"),
    [
        ("self, request", []),
        ("self, request", [(1, "")]),
        ("self, a, b=None", [(0, "a b")]),
        ("self, a, *, b=None", [(0, "a b")]),
        ("self, a, b=None", [(0, "a b c"), (1, "b")]),
    ],
)
def test_the_protocol_is_kept_to(signature: str, calls: list[tuple[int, str]]) -> None:
    assert called(signature, *calls) == Called((), ())


def test_fields_instead_of_the_request() -> None:
    assert called("self, request", (0, "dataset_id limit")) == Called(("dataset_id", "limit"), ())


def test_more_than_the_protocol_has() -> None:
    assert called("self, name=None", (0, "name id"), (0, "name id kind")) == Called(
        (), ("id", "kind")
    )
