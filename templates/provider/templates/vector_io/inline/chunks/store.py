"""Chunks and their vectors in SQLite, searched one vector after the other. Knows nothing of the stack."""

import math
import sqlite3
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS stores (
    id TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    dimension INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    vector BLOB NOT NULL,
    expires_at INTEGER,
    UNIQUE (store_id, id)
);
"""
_ALIVE = "(expires_at IS NULL OR expires_at > ?)"


@dataclass(frozen=True, slots=True)
class StoredStore:
    """A vector store; all its vectors are by one model."""

    id: str
    model: str
    dimension: int


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A piece of text with its vector."""

    id: str
    body: str
    """What its owner wants back, in JSON."""
    vector: Sequence[float]


class Store:
    """All vector stores, in one database.

    Its methods block: call them from a thread. Each makes its own connection to the
    database, so that no thread and no event loop owns one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> None:
        """Make what is not there yet.

        Raises:
            OSError: The folder cannot be made.
            sqlite3.Error: The database cannot be used.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.executescript(_TABLES)

    def put_store(self, store: StoredStore) -> None:
        """Make a vector store, unless it is there."""
        self._change("INSERT OR IGNORE INTO stores VALUES (?, ?, ?)", store.id, store.model, store.dimension)

    def find_store(self, store_id: str) -> StoredStore | None:
        """Return a vector store; None if there is no such store."""
        with self._connection() as connection:
            row = connection.execute("SELECT id, model, dimension FROM stores WHERE id = ?", (store_id,)).fetchone()
        return StoredStore(*row) if row else None

    def remove_store(self, store_id: str) -> bool:
        """Remove a vector store with all that is in it; return whether it was there."""
        return self._change("DELETE FROM stores WHERE id = ?", store_id)

    def put_chunks(self, store_id: str, chunks: Iterable[StoredChunk], seconds_to_live: int | None) -> None:
        """Keep chunks, for ever or for so many seconds, in place of those of the same ids."""
        now = _now()
        expires_at = None if seconds_to_live is None else now + seconds_to_live
        rows = [(store_id, chunk.id, chunk.body, _packed(chunk.vector), expires_at) for chunk in chunks]
        query = "INSERT OR REPLACE INTO chunks (store_id, id, body, vector, expires_at) VALUES (?, ?, ?, ?, ?)"
        with self._connection() as connection:
            connection.execute(f"DELETE FROM chunks WHERE NOT {_ALIVE}", (now,))
            connection.executemany(query, rows)

    def search(
        self, store_id: str, vector: Sequence[float], limit: int, least: float
    ) -> list[tuple[StoredChunk, float]]:
        """Return the chunks whose vectors are closest to one, with their cosines to it, the closest first.

        Args:
            store_id: The vector store.
            vector: Of the dimension of the store.
            limit: How many chunks to return at most.
            least: The least cosine.
        """
        query = f"SELECT id, body, vector FROM chunks WHERE store_id = ? AND {_ALIVE} ORDER BY number"
        length = _length(vector)

        def cosine(chunk: StoredChunk) -> float:
            lengths = length * _length(chunk.vector)
            # A vector of zeros points nowhere.
            return math.sumprod(vector, chunk.vector) / lengths if lengths else 0.0

        with self._connection() as connection:
            rows = connection.execute(query, (store_id, _now()))
            chunks = (StoredChunk(chunk_id, body, _unpacked(packed)) for chunk_id, body, packed in rows)
            best = nlargest(limit, ((chunk, cosine(chunk)) for chunk in chunks), key=itemgetter(1))
        return [pair for pair in best if pair[1] >= least]

{% include cookiecutter._pieces ~ 'vector_io/inline/connection.jinja' %}


{% include cookiecutter._pieces ~ 'vector_io/inline/packed.jinja' %}
