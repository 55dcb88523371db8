"""The models, without a stack."""

import math

import pytest

from {{ cookiecutter.__package }}.model import Model, Piece, Turn

HELLO = [Turn("system", "Be kind"), Turn("user", "hello  there")]


def test_answer() -> None:
    pieces = list(Model().answer(HELLO, 9, []))

    assert [piece.text for piece in pieces] == ["You", " said:", " hello", "  there", ""]
    assert pieces[-1] == Piece("", "stop")
    assert list(Model().answer(HELLO, 9, [])) == pieces


def test_answer_is_cut() -> None:
    assert list(Model().answer(HELLO, 1, [])) == [Piece("You"), Piece("", "length")]


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        (["there", " hell"], "You said:"),
        (["", "elsewhere"], "You said: hello  there"),
    ],
)
def test_answer_stops(stop: list[str], said: str) -> None:
    pieces = list(Model().answer(HELLO, 9, stop))

    assert "".join(piece.text for piece in pieces) == said
    assert pieces[-1].finish_reason == "stop"


def test_nobody_asks() -> None:
    with pytest.raises(ValueError, match="no message of the user's"):
        Model().answer(HELLO[:1], 9, [])


@pytest.mark.parametrize("text", ["", "cats", "Cats purr. Cats sleep."])
def test_vectors_have_length_one(text: str) -> None:
    vector = Model().embed(text, 16)

    assert len(vector) == 16
    assert math.hypot(*vector) == pytest.approx(1)


def test_vectors_of_like_texts_are_near() -> None:
    def likeness(one: str, other: str) -> float:
        return math.sumprod(Model().embed(one, 256), Model().embed(other, 256))

    assert likeness("Cats purr", "purr, cats!") == pytest.approx(1)
    assert likeness("cats purr", "cats sleep") > likeness("cats purr", "dogs bark")
