"""Vector stores in SQLite, searched one vector after the other. Knows nothing of the stack."""

import json
import math
import sqlite3
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .filters import Accepts

_TABLES = """
CREATE TABLE IF NOT EXISTS stores (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    model TEXT NOT NULL,
    dimension INTEGER NOT NULL,
    name TEXT,
    metadata TEXT NOT NULL DEFAULT '{}',
    expires_after TEXT NOT NULL DEFAULT 'null',
    created_at INTEGER NOT NULL,
    active_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    attributes TEXT NOT NULL,
    chunking TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'in_progress',
    error TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (store_id, id)
);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    file_id TEXT,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    metadata TEXT NOT NULL,
    vector BLOB NOT NULL,
    expires_at INTEGER,
    UNIQUE (store_id, id),
    FOREIGN KEY (store_id, file_id) REFERENCES files (store_id, id) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS batches (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS batch_files (
    batch_id TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    store_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (batch_id, file_id),
    FOREIGN KEY (store_id, file_id) REFERENCES files (store_id, id) ON DELETE CASCADE
);
"""
_STORE = "id, model, dimension, name, metadata, expires_after, created_at, active_at"
_FILE = "id, attributes, chunking, size, status, error, created_at"
_ALIVE = "(expires_at IS NULL OR expires_at > ?)"
_UNFINISHED = "store_id = ? AND id = ? AND status = 'in_progress'"
_INTERRUPTED = "the server ended before the file was taken in; attach it again"


@dataclass(frozen=True, slots=True)
class StoredStore:
    """A vector store; all its vectors are by one model."""

    id: str
    model: str
    dimension: int
    name: str | None
    metadata: dict[str, Any]
    expires_after: dict[str, Any] | None
    created_at: int
    """In seconds since 1970, as all times here."""
    active_at: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a vector store."""

    id: str
    attributes: dict[str, Any]
    chunking: dict[str, Any]
    size: int
    """In bytes."""
    status: str
    """`in_progress` until it is `completed`, `failed` or `cancelled`."""
    error: str | None
    created_at: int


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A piece of text with its vector."""

    id: str
    body: str
    """What its owner wants back, in JSON."""
    metadata: dict[str, Any]
    vector: Sequence[float]


class Store:
    """All vector stores, in one database.

    Its methods block: call them from a thread. Each makes its own connection to the
    database, so that no thread and no event loop owns one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> None:
        """Make what is not there yet; what was being taken in when the server ended has failed.

        Raises:
            OSError: The folder cannot be made.
            sqlite3.Error: The database cannot be used.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.executescript(_TABLES)
            failed = "UPDATE files SET status = 'failed', error = ? WHERE status = 'in_progress'"
            connection.execute(failed, (_INTERRUPTED,))

    # -- Stores ---------------------------------------------------------------------------

    def put_store(self, store_id: str, model: str, dimension: int, name: str | None) -> None:
        """Make a vector store, unless it is there."""
        now = _now()
        columns = "id, model, dimension, name, created_at, active_at"
        query = f"INSERT OR IGNORE INTO stores ({columns}) VALUES (?, ?, ?, ?, ?, ?)"
        self._change(query, store_id, model, dimension, name, now, now)

    def change_store(
        self, store_id: str, name: str | None, metadata: dict[str, Any] | None, expires_after: dict[str, Any] | None
    ) -> None:
        """Change what is not None."""
        changes = {
            "name": name,
            "metadata": None if metadata is None else json.dumps(metadata),
            "expires_after": None if expires_after is None else json.dumps(expires_after),
            "active_at": _now(),
        }
        columns = ", ".join(f"{column} = coalesce(?, {column})" for column in changes)
        self._change(f"UPDATE stores SET {columns} WHERE id = ?", *changes.values(), store_id)

    def find_store(self, store_id: str) -> StoredStore | None:
        """Return a vector store; None if there is no such store."""
        return next(iter(self._stores("WHERE id = ?", store_id)), None)

    def stores(self) -> list[StoredStore]:
        """Return all vector stores, the oldest first."""
        return self._stores("ORDER BY number")

    def remove_store(self, store_id: str) -> bool:
        """Remove a vector store with all that is in it; return whether it was there."""
        return self._change("DELETE FROM stores WHERE id = ?", store_id)

    # -- Files ----------------------------------------------------------------------------

    def put_file(self, store_id: str, file_id: str, attributes: dict[str, Any], chunking: dict[str, Any]) -> None:
        """Note that a file is to be taken in, in place of what the store has of it; it stays in its batches."""
        values = (store_id, file_id, json.dumps(attributes), json.dumps(chunking), _now())
        query = """
            INSERT INTO files (store_id, id, attributes, chunking, created_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (store_id, id) DO UPDATE SET
                number = (SELECT max(number) + 1 FROM files),
                attributes = excluded.attributes,
                chunking = excluded.chunking,
                size = excluded.size,
                status = excluded.status,
                error = excluded.error,
                created_at = excluded.created_at
        """
        with self._connection() as connection:
            connection.execute("DELETE FROM chunks WHERE store_id = ? AND file_id = ?", (store_id, file_id))
            connection.execute(query, values)

    def finish_file(self, store_id: str, file_id: str, size: int, chunks: Iterable[StoredChunk]) -> None:
        """Keep what was made of a file, unless it was cancelled or removed meanwhile."""
        finish = f"UPDATE files SET status = 'completed', size = ? WHERE {_UNFINISHED}"
        with self._connection() as connection:
            if connection.execute(finish, (size, store_id, file_id)).rowcount:
                _insert(connection, store_id, file_id, chunks, None)

    def fail_file(self, store_id: str, file_id: str, error: str) -> None:
        """Note why a file was not taken in."""
        query = f"UPDATE files SET status = 'failed', error = ? WHERE {_UNFINISHED}"
        self._change(query, error, store_id, file_id)

    def change_file(self, store_id: str, file_id: str, attributes: dict[str, Any]) -> None:
        """Change the attributes of a file, and so of its chunks."""
        query = "UPDATE files SET attributes = ? WHERE store_id = ? AND id = ?"
        self._change(query, json.dumps(attributes), store_id, file_id)

    def find_file(self, store_id: str, file_id: str) -> StoredFile | None:
        """Return a file of a vector store; None if it has no such file."""
        return next(iter(self._files("WHERE store_id = ? AND id = ?", store_id, file_id)), None)

    def files(self, store_id: str) -> list[StoredFile]:
        """Return the files of a vector store, the oldest first."""
        return self._files("WHERE store_id = ? ORDER BY number", store_id)

    def remove_file(self, store_id: str, file_id: str) -> bool:
        """Remove a file and its chunks from a vector store; return whether it was there."""
        return self._change("DELETE FROM files WHERE store_id = ? AND id = ?", store_id, file_id)

    # -- Batches of files -----------------------------------------------------------------

    def put_batch(self, store_id: str, batch_id: str, file_ids: Iterable[str]) -> None:
        """Note which files, already put, are taken in together."""
        query = "INSERT OR IGNORE INTO batch_files (batch_id, store_id, file_id) VALUES (?, ?, ?)"
        with self._connection() as connection:
            connection.execute("INSERT INTO batches VALUES (?, ?, ?)", (batch_id, store_id, _now()))
            connection.executemany(query, [(batch_id, store_id, file_id) for file_id in file_ids])

    def find_batch(self, store_id: str, batch_id: str) -> int | None:
        """Return when a batch was made; None if the vector store has no such batch."""
        query = "SELECT created_at FROM batches WHERE store_id = ? AND id = ?"
        return next((int(row[0]) for row in self._rows(query, store_id, batch_id)), None)

    def batch_files(self, store_id: str, batch_id: str) -> list[StoredFile]:
        """Return the files of a batch that the vector store still has, the oldest first."""
        members = "SELECT file_id FROM batch_files WHERE batch_id = ?"
        return self._files(f"WHERE store_id = ? AND id IN ({members}) ORDER BY number", store_id, batch_id)

    def cancel_batch(self, store_id: str, batch_id: str) -> None:
        """Give up the files of a batch that are not taken in yet."""
        members = "SELECT file_id FROM batch_files WHERE batch_id = ?"
        given_up = f"status = 'in_progress' AND store_id = ? AND id IN ({members})"
        self._change(f"UPDATE files SET status = 'cancelled' WHERE {given_up}", store_id, batch_id)

    # -- Chunks ---------------------------------------------------------------------------

    def put_chunks(self, store_id: str, chunks: Iterable[StoredChunk], seconds_to_live: int | None) -> None:
        """Keep chunks that belong to no file, for ever or for so many seconds, in place of those of the same ids."""
        now = _now()
        with self._connection() as connection:
            connection.execute(f"DELETE FROM chunks WHERE NOT {_ALIVE}", (now,))
            _insert(connection, store_id, None, chunks, None if seconds_to_live is None else now + seconds_to_live)

    def chunks(self, store_id: str, file_id: str) -> list[StoredChunk]:
        """Return the chunks of a file in their order."""
        return self._chunks("chunks.store_id = ? AND chunks.file_id = ? ORDER BY chunks.number", store_id, file_id)

    def search(
        self, store_id: str, vector: Sequence[float], limit: int, least: float, accepts: Accepts
    ) -> list[tuple[StoredChunk, float]]:
        """Return the chunks whose vectors are closest to one, with their cosines to it, the closest first.

        Args:
            store_id: The vector store.
            vector: Of the dimension of the store.
            limit: How many chunks to return at most.
            least: The least cosine.
            accepts: Says of a chunk's metadata whether the chunk may be found.
        """
        condition = f"chunks.store_id = ? AND {_ALIVE}"
        length = _length(vector)
        found: list[tuple[StoredChunk, float]] = []
        for chunk in self._chunks(condition, store_id, _now()):
            if accepts(chunk.metadata):
                lengths = length * _length(chunk.vector)
                # A vector of zeros points nowhere.
                score = math.sumprod(vector, chunk.vector) / lengths if lengths else 0.0
                found.append((chunk, score))
        best = sorted(found, key=lambda pair: -pair[1])[:limit]
        return [pair for pair in best if pair[1] >= least]

    # -- The database ---------------------------------------------------------------------

    def _stores(self, condition: str, *values: object) -> list[StoredStore]:
        rows = self._rows(f"SELECT {_STORE} FROM stores {condition}", *values)
        return [
            StoredStore(store_id, model, dimension, name, json.loads(metadata), json.loads(expires), created, active)
            for store_id, model, dimension, name, metadata, expires, created, active in rows
        ]

    def _files(self, condition: str, *values: object) -> list[StoredFile]:
        rows = self._rows(f"SELECT {_FILE} FROM files {condition}", *values)
        return [
            StoredFile(file_id, json.loads(attributes), json.loads(chunking), size, status, error, created)
            for file_id, attributes, chunking, size, status, error, created in rows
        ]

    def _chunks(self, condition: str, *values: object) -> list[StoredChunk]:
        """Return chunks; those of a file have its attributes in their metadata."""
        query = """
            SELECT chunks.id, body, metadata, coalesce(attributes, '{}'), vector FROM chunks
            LEFT JOIN files ON files.store_id = chunks.store_id AND files.id = chunks.file_id WHERE
        """
        return [
            StoredChunk(chunk_id, body, json.loads(metadata) | json.loads(attributes), _unpacked(vector))
            for chunk_id, body, metadata, attributes, vector in self._rows(query + condition, *values)
        ]

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._connection() as connection:
            return connection.execute(query, values).fetchall()

    def _change(self, query: str, *values: object) -> bool:
        """Change rows; return whether there were any."""
        with self._connection() as connection:
            return connection.execute(query, values).rowcount > 0

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction."""
        with closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection


def _insert(
    connection: sqlite3.Connection,
    store_id: str,
    file_id: str | None,
    chunks: Iterable[StoredChunk],
    expires_at: int | None,
) -> None:
    query = """
        INSERT OR REPLACE INTO chunks (store_id, file_id, id, body, metadata, vector, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    """
    for chunk in chunks:
        kept = (chunk.id, chunk.body, json.dumps(chunk.metadata), _packed(chunk.vector), expires_at)
        connection.execute(query, (store_id, file_id, *kept))


def _packed(vector: Sequence[float]) -> bytes:
    return struct.pack(f"<{len(vector)}f", *vector)


def _unpacked(vector: bytes) -> tuple[float, ...]:
    return struct.unpack(f"<{len(vector) // 4}f", vector)


def _length(vector: Sequence[float]) -> float:
    return math.sqrt(math.sumprod(vector, vector))


def _now() -> int:
    return int(time.time())
