"""Values: made as dataclasses are, equal only to their like, and never changed."""

import copy
import pickle

import pytest

from validate_provider.record import Record, replace


class Point(Record):
    x: int
    y: int = 0


class Place(Record):
    x: int
    y: int = 0


class Named(Point):
    name: str = "here"

    @property
    def title(self) -> str:
        return self.name.title()


def test_fields_are_given_in_order_or_by_name() -> None:
    assert (Point(1).x, Point(1).y) == (1, 0)
    assert Point(1, 2) == Point(x=1, y=2) == Point(1, y=2)
    assert hash(Point(1, 2)) == hash(Point(y=2, x=1))
    assert {Point(1): "found"}[Point(1, 0)] == "found"


def test_values_of_different_kinds_are_never_equal() -> None:
    assert Point(1) != Place(1)
    assert Point(1) != (1, 0)
    assert len({Point(1), Place(1), Named(1)}) == 3


def test_an_heir_adds_its_fields() -> None:
    named = Named(1, 2, "there")
    assert (named.x, named.y, named.title) == (1, 2, "There")
    match named:
        case Named(x, _, name):
            assert (x, name) == (1, "there")
    assert repr(Named(1)) == "Named(x=1, y=0, name='here')"


def test_a_changed_one_is_another() -> None:
    before = Named(1)
    after = replace(before, x=3)
    assert (after, before) == (Named(3), Named(1))
    with pytest.raises(AttributeError, match="a Named does not change: x"):
        before.x = 2  # type: ignore[misc]


def test_it_can_be_copied_and_sent() -> None:
    assert copy.deepcopy(Point(1)) == Point(1)
    assert pickle.loads(pickle.dumps(Point(1, 5))) == Point(1, 5)
