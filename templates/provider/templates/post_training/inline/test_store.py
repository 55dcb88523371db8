{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The store, on a real folder."""

from pathlib import Path

import pytest
{{ stack("apis.common.job_types: JobStatus") }}

from {{ cookiecutter.__package }}.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.open()
    return store


def status(store: Store, job_uuid: str) -> JobStatus:
    job = store.find(job_uuid)
    assert job is not None
    return job.status


def test_a_job_ends_once(store: Store) -> None:
    store.add("one")
    assert status(store, "one") is JobStatus.scheduled

    store.end("one", JobStatus.completed)
    store.end("one", JobStatus.cancelled)

    assert status(store, "one") is JobStatus.completed


@pytest.mark.parametrize("job_uuid", ["", "..", ".", "a/b", "../a", "a" * 101, "a\n"])
def test_ids_that_are_no_names(store: Store, job_uuid: str) -> None:
    with pytest.raises(ValueError, match="use up to 100"):
        store.add(job_uuid)
    assert store.find(job_uuid) is None


def test_an_id_is_used_once(store: Store) -> None:
    store.add("one")

    with pytest.raises(ValueError, match="already"):
        store.add("one")


def test_an_id_is_free_again_if_it_cannot_be_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "keep", full)
        with pytest.raises(OSError, match="no space left"):
            store.add("one")

    store.add("one")
    assert status(store, "one") is JobStatus.scheduled


def test_survives_a_restart(store: Store, tmp_path: Path) -> None:
    store.add("completed")
    store.end("completed", JobStatus.completed)
    store.add("unfinished")
    path = store.write_checkpoint("completed", 1, "{}")

    again = Store(tmp_path)
    again.open()

    assert [job.job_uuid for job in again.jobs()] == ["completed", "unfinished"]
    assert status(again, "completed") is JobStatus.completed
    assert status(again, "unfinished") is JobStatus.failed
    assert path.read_text(encoding="utf-8") == "{}"
