"""The store, on a real database, and conditions on what it finds."""

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from llama_stack_provider_shelf.filters import accepting
from llama_stack_provider_shelf.store import Store, StoredChunk


@pytest.fixture(autouse=True)
def docs(store: Store) -> None:
    store.put_store("vs_1", "words", 2, "docs")


def chunk(chunk_id: str, *vector: float, **metadata: str) -> StoredChunk:
    return StoredChunk(chunk_id, "{}", metadata, vector)


def everything(metadata: Mapping[str, Any]) -> bool:
    return True


def found(store: Store, *vector: float, limit: int = 9, least: float = -1.0) -> list[str]:
    return [chunk.id for chunk, _ in store.search("vs_1", vector, limit, least, everything)]


def test_closest_first(store: Store) -> None:
    store.put_chunks("vs_1", [chunk("far", 0, 1), chunk("near", 2, 1), chunk("same", 3, 0), chunk("away", -1, 0)], None)

    [(best, score), *_] = store.search("vs_1", (5, 0), 9, -1, everything)
    assert best.id == "same"
    assert score == pytest.approx(1)
    assert found(store, 5, 0) == ["same", "near", "far", "away"]
    assert found(store, 5, 0, limit=2) == ["same", "near"]
    assert found(store, 5, 0, least=0.5) == ["same", "near"]


def test_zeros_are_close_to_nothing(store: Store) -> None:
    store.put_chunks("vs_1", [chunk("zeros", 0, 0)], None)

    assert found(store, 1, 0, least=0.1) == []
    assert found(store, 0, 0) == ["zeros"]


def test_chunk_of_the_same_id_takes_its_place(store: Store) -> None:
    store.put_chunks("vs_1", [chunk("a", 0, 1)], None)
    store.put_chunks("vs_1", [chunk("a", 1, 0)], None)

    assert found(store, 1, 0, least=0.9) == ["a"]
    assert found(store, 0, 1, least=0.9) == []


def test_attributes_of_a_file_are_those_of_its_chunks(store: Store) -> None:
    store.put_file("vs_1", "file-1", {"year": 1969}, {"type": "auto"})
    store.finish_file("vs_1", "file-1", 8, [chunk("a", 1, 0, filename="a.txt")])
    store.change_file("vs_1", "file-1", {"year": 1970})

    [kept] = store.chunks("vs_1", "file-1")
    assert kept.metadata == {"filename": "a.txt", "year": 1970}
    assert store.search("vs_1", (1, 0), 9, 0, lambda metadata: metadata["year"] == 1969) == []


def test_chunks_go_with_their_file(store: Store) -> None:
    store.put_file("vs_1", "file-1", {}, {"type": "auto"})
    store.finish_file("vs_1", "file-1", 8, [chunk("a", 1, 0)])

    assert store.remove_file("vs_1", "file-1")
    assert not store.remove_file("vs_1", "file-1")
    assert found(store, 1, 0) == []


def test_chunks_go_with_their_store(store: Store) -> None:
    store.put_chunks("vs_1", [chunk("a", 1, 0)], None)

    assert store.remove_store("vs_1")
    assert not store.remove_store("vs_1")
    assert store.find_store("vs_1") is None
    assert found(store, 1, 0) == []


def test_nothing_without_a_store(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.put_chunks("vs_2", [chunk("a", 1, 0)], None)


def test_chunks_live_so_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_chunks("vs_1", [chunk("short", 1, 0)], 60)
    store.put_chunks("vs_1", [chunk("long", 1, 0)], None)
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 58)
    assert sorted(found(store, 1, 0)) == ["long", "short"]

    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert found(store, 1, 0) == ["long"]


def test_cancelled_files_are_not_finished(store: Store) -> None:
    for file_id in ("file-1", "file-2"):
        store.put_file("vs_1", file_id, {}, {"type": "auto"})
    store.put_batch("vs_1", "vsfb_1", ["file-1", "file-2"])
    store.finish_file("vs_1", "file-1", 8, [chunk("a", 1, 0)])

    store.cancel_batch("vs_1", "vsfb_1")
    store.finish_file("vs_1", "file-2", 8, [chunk("b", 1, 0)])

    assert [file.status for file in store.batch_files("vs_1", "vsfb_1")] == ["completed", "cancelled"]
    assert found(store, 1, 0) == ["a"]


def test_file_that_is_put_again(store: Store) -> None:
    for file_id in ("file-1", "file-2"):
        store.put_file("vs_1", file_id, {}, {"type": "auto"})
    store.put_batch("vs_1", "vsfb_1", ["file-1", "file-2"])
    store.finish_file("vs_1", "file-1", 8, [chunk("a", 1, 0)])
    store.put_file("vs_1", "file-1", {"year": 1970}, {"type": "auto"})

    assert [file.id for file in store.batch_files("vs_1", "vsfb_1")] == ["file-2", "file-1"]
    assert found(store, 1, 0) == []
    again = store.find_file("vs_1", "file-1")
    assert again is not None
    assert (again.attributes, again.status, again.size) == ({"year": 1970}, "in_progress", 0)

    store.fail_file("vs_1", "file-1", "no room")
    store.put_file("vs_1", "file-1", {}, {"type": "auto"})
    store.put_file("vs_1", "file-3", {}, {"type": "auto"})
    assert [(file.id, file.error) for file in store.files("vs_1")] == [
        ("file-2", None),
        ("file-1", None),
        ("file-3", None),
    ]


def test_survives_a_restart(store: Store, tmp_path: Path) -> None:
    store.change_store("vs_1", None, {"team": "red"}, {"anchor": "last_active_at", "days": 7})
    store.put_file("vs_1", "file-1", {}, {"type": "auto"})
    store.finish_file("vs_1", "file-1", 8, [chunk("a", 1, 0)])
    store.put_file("vs_1", "file-2", {}, {"type": "auto"})

    again = Store(tmp_path / "vectors.db")
    again.open()

    [kept] = again.stores()
    assert kept == store.find_store("vs_1")
    assert (kept.name, kept.metadata) == ("docs", {"team": "red"})
    assert [file.status for file in again.files("vs_1")] == ["completed", "failed"]
    assert found(again, 1, 0) == ["a"]


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
    [
        {},
        "year",
        {"type": "like", "key": "year", "value": 1},
        {"type": ["eq"], "key": "year", "value": 1},
        {"type": "eq", "key": "year"},
        {"type": "eq", "key": ["year"], "value": 1},
        {"type": "and"},
        {"type": "or", "filters": 5},
        compare("in", "year", 1969),
    ],
)
def test_no_condition(condition: Any) -> None:
    with pytest.raises(ValueError, match="filter"):
        accepting({"type": "and", "filters": [condition]})
