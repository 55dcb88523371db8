"""The store, on a real database."""

from pathlib import Path

from {{ cookiecutter.__package }}.store import Store, StoredJob


def test_benchmarks_come_and_go(store: Store) -> None:
    store.keep_benchmark("sums", "one")
    store.keep_benchmark("sums", "two")
    assert store.benchmark("sums") == "two"

    store.drop_benchmark("sums")
    assert store.benchmark("sums") is None


def test_a_job_ends_once(store: Store) -> None:
    job_id = store.begin_job("sums")
    assert store.job("sums", job_id) == StoredJob("in_progress", None)

    store.end_job(job_id, "completed", "result")
    store.end_job(job_id, "cancelled")

    assert store.job("sums", job_id) == StoredJob("completed", "result")


def test_a_job_is_of_its_benchmark(store: Store) -> None:
    job_id = store.begin_job("sums")

    assert store.job("capitals", job_id) is None
    assert store.job("sums", "job-0") is None


def test_survives_a_restart(store: Store, tmp_path: Path) -> None:
    store.keep_benchmark("sums", "one")
    completed, running = store.begin_job("sums"), store.begin_job("sums")
    store.end_job(completed, "completed", "result")

    again = Store(tmp_path)
    again.open()

    assert again.benchmark("sums") == "one"
    assert again.job("sums", completed) == StoredJob("completed", "result")
    assert again.job("sums", running) == StoredJob("failed", "The stack ended while the job ran")
