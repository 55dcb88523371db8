"""The store, on a real database."""

import sqlite3
import time
from pathlib import Path

import pytest

from {{ cookiecutter.__package }}.store import Store, StoredChunk, StoredStore

DOCS = StoredStore("docs", "words", 2)


@pytest.fixture(autouse=True)
def docs(store: Store) -> None:
    store.put_store(DOCS)


def chunk(chunk_id: str, *vector: float) -> StoredChunk:
    return StoredChunk(chunk_id, "{}", vector)


def found(store: Store, *vector: float, limit: int = 9, least: float = -1.0) -> list[str]:
    return [chunk.id for chunk, _ in store.search("docs", vector, limit, least)]


def test_closest_first(store: Store) -> None:
    store.put_chunks("docs", [chunk("far", 0, 1), chunk("near", 2, 1), chunk("same", 3, 0), chunk("away", -1, 0)], None)

    [(best, score), *_] = store.search("docs", (5, 0), 9, -1)
    assert best == chunk("same", 3, 0)
    assert score == pytest.approx(1)
    assert found(store, 5, 0) == ["same", "near", "far", "away"]
    assert found(store, 5, 0, limit=2) == ["same", "near"]
    assert found(store, 5, 0, least=0.5) == ["same", "near"]


def test_zeros_are_close_to_nothing(store: Store) -> None:
    store.put_chunks("docs", [chunk("zeros", 0, 0)], None)

    assert found(store, 1, 0, least=0.1) == []
    assert found(store, 0, 0) == ["zeros"]


def test_chunk_of_the_same_id_takes_its_place(store: Store) -> None:
    store.put_chunks("docs", [chunk("a", 0, 1)], None)
    store.put_chunks("docs", [chunk("a", 1, 0)], None)

    assert found(store, 1, 0, least=0.9) == ["a"]
    assert found(store, 0, 1, least=0.9) == []


def test_chunks_are_of_their_store_alone(store: Store) -> None:
    store.put_store(StoredStore("notes", "words", 2))
    store.put_chunks("docs", [chunk("a", 1, 0)], None)
    store.put_chunks("notes", [chunk("a", 0, 1), chunk("b", 1, 0)], None)

    assert found(store, 1, 0) == ["a"]
    assert found(store, 0, 1, least=0.9) == []


def test_chunks_go_with_their_store(store: Store) -> None:
    store.put_chunks("docs", [chunk("a", 1, 0)], None)

    assert store.remove_store("docs")
    assert not store.remove_store("docs")
    assert store.find_store("docs") is None
    store.put_store(DOCS)
    assert found(store, 1, 0) == []


def test_nothing_without_a_store(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.put_chunks("notes", [chunk("a", 1, 0)], None)


def test_chunks_live_so_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_chunks("docs", [chunk("short", 1, 0)], 60)
    store.put_chunks("docs", [chunk("long", 1, 0)], None)
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 58)
    assert found(store, 1, 0) == ["short", "long"]

    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert found(store, 1, 0) == ["long"]


def test_survives_a_restart(store: Store, tmp_path: Path) -> None:
    store.put_chunks("docs", [chunk("a", 1, 0)], None)

    again = Store(tmp_path / "vectors.db")
    again.open()
    again.put_store(DOCS)

    assert again.find_store("docs") == DOCS
    assert found(again, 1, 0) == ["a"]
