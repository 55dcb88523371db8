"""Benchmarks and jobs in SQLite. Knows nothing of the stack."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS benchmarks (
    id TEXT PRIMARY KEY,
    definition TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    benchmark_id TEXT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT
);
"""
RUNNING = "in_progress"


@dataclass(frozen=True, slots=True)
class StoredJob:
    """What is known of a job."""

    status: str
    """RUNNING, or how it ended: "completed", "failed" or "cancelled"."""
    outcome: str | None
    """The result if it is completed, the reason if it failed."""


class Store:
    """A database of benchmarks and jobs.

    Its methods block: call them from a thread. Each makes its own connection, so that no
    thread and no event loop owns one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = folder / "evaluations.db"

    def open(self) -> None:
        """Make what is not there yet; jobs that ran when the stack ended have failed.

        Raises:
            OSError: The folder cannot be made.
            sqlite3.Error: The database cannot be used.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.executescript(_TABLES)
            values = ("The stack ended while the job ran", RUNNING)
            connection.execute("UPDATE jobs SET status = 'failed', outcome = ? WHERE status = ?", values)

    def keep_benchmark(self, benchmark_id: str, definition: str) -> None:
        """Keep a benchmark, in place of one of the same id."""
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO benchmarks VALUES (?, ?)", (benchmark_id, definition))

    def benchmark(self, benchmark_id: str) -> str | None:
        """Return the definition of a benchmark; None if there is no such benchmark."""
        with self._connection() as connection:
            row = connection.execute("SELECT definition FROM benchmarks WHERE id = ?", (benchmark_id,)).fetchone()
        return None if row is None else str(row[0])

    def drop_benchmark(self, benchmark_id: str) -> None:
        """Forget a benchmark; its jobs stay."""
        with self._connection() as connection:
            connection.execute("DELETE FROM benchmarks WHERE id = ?", (benchmark_id,))

    def begin_job(self, benchmark_id: str) -> str:
        """Note that a job runs, and return its id."""
        job_id = f"job-{uuid.uuid4().hex}"
        with self._connection() as connection:
            connection.execute("INSERT INTO jobs VALUES (?, ?, ?, NULL)", (job_id, benchmark_id, RUNNING))
        return job_id

    def end_job(self, job_id: str, status: str, outcome: str | None = None) -> None:
        """Note how a job ended; what has ended before stays as it is."""
        with self._connection() as connection:
            query = "UPDATE jobs SET status = ?, outcome = ? WHERE id = ? AND status = ?"
            connection.execute(query, (status, outcome, job_id, RUNNING))

    def job(self, benchmark_id: str, job_id: str) -> StoredJob | None:
        """Return what is known of a job; None if the benchmark has no such job."""
        with self._connection() as connection:
            query = "SELECT status, outcome FROM jobs WHERE id = ? AND benchmark_id = ?"
            row = connection.execute(query, (job_id, benchmark_id)).fetchone()
        return None if row is None else StoredJob(*row)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction."""
        with closing(sqlite3.connect(self._database, timeout=30)) as connection, connection:
            yield connection
