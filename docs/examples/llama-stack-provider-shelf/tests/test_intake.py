"""Texts, cut into pieces."""

import time

import pytest

from llama_stack_provider_shelf.intake import split, text_of


def test_pieces_overlap() -> None:
    pieces = split("one two three four five", 3, 1)

    assert [(piece.text, piece.first, piece.tokens) for piece in pieces] == [
        ("one two three", 0, 3),
        (" three four five", 2, 3),
    ]


@pytest.mark.parametrize("words", range(1, 12))
def test_pieces_are_the_whole_text(words: int) -> None:
    text = "".join(f"{number}\n" for number in range(words)).strip()

    assert "".join(piece.text for piece in split(text, 4, 0)) == text
    assert split(text, 4, 2)[-1].text.split()[-1] == str(words - 1)


def test_long_words_are_cut() -> None:
    assert [piece.text for piece in split("a" * 40, 2, 0)] == ["a" * 32, "a" * 8]


def test_space_at_the_end_takes_no_time() -> None:
    begin = time.monotonic()

    assert [piece.text for piece in split("one" + " " * 40_000, 3, 0)] == ["one"]
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize("overlap", [-1, 3, 4])
def test_overlap_out_of_bounds(overlap: int) -> None:
    with pytest.raises(ValueError, match="cannot overlap"):
        split("one two", 3, overlap)


def test_text_of_a_file() -> None:
    assert text_of("\ufeffgrüß Gott".encode()) == "grüß Gott"


@pytest.mark.parametrize(("content", "problem"), [(b"\xff\x00", "not text in UTF-8"), (b" \n", "no text")])
def test_no_text(content: bytes, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        text_of(content)
