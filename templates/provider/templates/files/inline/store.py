"""Files in a folder, and what is known of them in SQLite. Knows nothing of the stack."""

import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    filename TEXT NOT NULL,
    purpose TEXT NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
)
"""
_COLUMNS = "id, filename, purpose, size, created_at, expires_at"
_ALIVE = "(expires_at IS NULL OR expires_at > ?)"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a file."""

    id: str
    filename: str
    purpose: str
    size: int
    """In bytes."""
    created_at: int
    """In seconds since 1970, as all times here."""
    expires_at: int | None
    """From this moment on the file is gone; None if it is kept for ever."""


class Store:
    """A folder of files.

    Its methods block: call them from a thread. Each makes its own connection to the
    database, so that no thread and no event loop owns one, and several servers may
    share a folder.
    """

    def __init__(self, folder: Path) -> None:
        self._files = folder / "files"
        self._database = folder / "files.db"

    def open(self) -> None:
        """Make what is not there yet, and drop what has expired.

        Raises:
            OSError: The folder cannot be made.
            sqlite3.Error: The database cannot be used.
        """
        self._files.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute(_TABLE)
        self._drop_expired()

    def add(self, content: bytes, filename: str, purpose: str, seconds_to_live: int | None) -> StoredFile:
        """Keep a file, for ever or for so many seconds."""
        self._drop_expired()
        now = _now()
        expires_at = None if seconds_to_live is None else now + seconds_to_live
        # The name under which it is kept is ours, never the uploader's.
        file = StoredFile(f"file-{uuid.uuid4().hex}", filename, purpose, len(content), now, expires_at)
        path = self._files / file.id
        values = (file.id, file.filename, file.purpose, file.size, file.created_at, file.expires_at)
        try:
            path.write_bytes(content)
            with self._connection() as connection:
                connection.execute(f"INSERT INTO files ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", values)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return file

    def find(self, file_id: str) -> StoredFile | None:
        """Return what is known of a file; None if there is no such file."""
        with self._connection() as connection:
            query = f"SELECT {_COLUMNS} FROM files WHERE id = ? AND {_ALIVE}"
            row = connection.execute(query, (file_id, _now())).fetchone()
        return None if row is None else StoredFile(*row)

    def page(
        self, *, after: str | None, limit: int, newest_first: bool, purpose: str | None
    ) -> tuple[list[StoredFile], bool]:
        """Return at most `limit` files in the order of their uploads, and whether more follow.

        Args:
            after: The last file of the page before, which must be there; None for the first page.
            limit: The length of the page.
            newest_first: Whether the order begins with the last upload.
            purpose: Leaves out files of other purposes; None for all.
        """
        conditions = [_ALIVE]
        values: list[str | int] = [_now()]
        if after is not None:
            conditions.append(f"number {'<' if newest_first else '>'} (SELECT number FROM files WHERE id = ?)")
            values.append(after)
        if purpose is not None:
            conditions.append("purpose = ?")
            values.append(purpose)
        order = "DESC" if newest_first else "ASC"
        query = f"SELECT {_COLUMNS} FROM files WHERE {' AND '.join(conditions)} ORDER BY number {order} LIMIT ?"
        with self._connection() as connection:
            rows = connection.execute(query, (*values, limit + 1)).fetchall()
        return [StoredFile(*row) for row in rows[:limit]], len(rows) > limit

    def read(self, file: StoredFile) -> bytes:
        """Return the content of a file.

        Raises:
            FileNotFoundError: It was removed since it was found.
        """
        return (self._files / file.id).read_bytes()

    def remove(self, file_id: str) -> bool:
        """Remove a file; return whether it was there."""
        file = self.find(file_id)
        if file is None:
            return False
        self._remove(file.id)
        return True

    def _remove(self, file_id: str) -> None:
        with self._connection() as connection:
            connection.execute("DELETE FROM files WHERE id = ?", (file_id,))
        (self._files / file_id).unlink(missing_ok=True)

    def _drop_expired(self) -> None:
        with self._connection() as connection:
            rows = connection.execute(f"SELECT id FROM files WHERE NOT {_ALIVE}", (_now(),)).fetchall()
        for (file_id,) in rows:
            self._remove(file_id)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction."""
        with closing(sqlite3.connect(self._database, timeout=30)) as connection, connection:
            yield connection


def _now() -> int:
    return int(time.time())
