"""The store, on a real folder and a real database."""

import time
from pathlib import Path

import pytest

from {{ cookiecutter.__package }}.store import Store


def test_what_is_added_is_found(store: Store) -> None:
    added = store.add(b"good day", "greeting.txt", "assistants", None)

    assert store.find(added.id) == added
    assert store.read(added) == b"good day"
    assert (added.filename, added.purpose, added.size, added.expires_at) == ("greeting.txt", "assistants", 8, None)


def test_survives_a_restart(store: Store, tmp_path: Path) -> None:
    added = store.add(bytes(range(256)), "all.bin", "batch", 3_600)

    again = Store(tmp_path)
    again.open()

    assert again.find(added.id) == added
    assert again.read(added) == bytes(range(256))


@pytest.mark.parametrize("file_id", ["file-0", "", "../files.db", "file-0' OR '1'='1"])
def test_unknown(store: Store, file_id: str) -> None:
    store.add(b"good day", "greeting.txt", "assistants", None)

    assert store.find(file_id) is None
    assert not store.remove(file_id)


def test_removed(store: Store, tmp_path: Path) -> None:
    added = store.add(b"good day", "greeting.txt", "assistants", None)

    assert store.remove(added.id)

    assert store.find(added.id) is None
    assert not store.remove(added.id)
    with pytest.raises(FileNotFoundError):
        store.read(added)
    assert not list((tmp_path / "files").iterdir())


def test_expired(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expiring = store.add(b"good day", "greeting.txt", "assistants", 3_600)

    monkeypatch.setattr(time, "time", lambda: expiring.created_at + 3_599)
    assert store.find(expiring.id) == expiring

    monkeypatch.setattr(time, "time", lambda: expiring.created_at + 3_600)
    assert store.find(expiring.id) is None
    assert store.page(after=None, limit=9, newest_first=True, purpose=None) == ([], False)

    store.open()
    assert not list((tmp_path / "files").iterdir())


def test_pages(store: Store) -> None:
    first, second, third = (store.add(b"", name, "assistants", None) for name in ("a", "b", "c"))
    other = store.add(b"", "d", "batch", None)

    def page(after: str | None, *, newest_first: bool) -> tuple[list[str], bool]:
        files, more = store.page(after=after, limit=2, newest_first=newest_first, purpose="assistants")
        return [file.filename for file in files], more

    assert page(None, newest_first=True) == (["c", "b"], True)
    assert page(second.id, newest_first=True) == (["a"], False)
    assert page(None, newest_first=False) == (["a", "b"], True)
    assert page(second.id, newest_first=False) == (["c"], False)
    assert page(first.id, newest_first=True) == ([], False)
    assert page(third.id, newest_first=False) == ([], False)
    assert store.page(after=None, limit=9, newest_first=False, purpose=None)[0][-1] == other


def test_nothing_is_left_of_a_file_that_could_not_be_noted(store: Store, tmp_path: Path) -> None:
    (tmp_path / "files.db").unlink()

    with pytest.raises(Exception, match="no such table"):
        store.add(b"good day", "greeting.txt", "assistants", None)

    assert not list((tmp_path / "files").iterdir())
