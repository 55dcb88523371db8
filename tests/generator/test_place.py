"""A package comes whole, or not at all."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from new_provider.place import PlaceError, check_place, place


@pytest.fixture(autouse=True)
def workshop(tmp_path, monkeypatch):
    """The system's folder for temporary things, to see what is left in it."""
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(workshop))
    return workshop


@pytest.fixture
def into(tmp_path):
    into = tmp_path / "into"
    into.mkdir()
    return into


def make(project):
    (project / "src").mkdir(parents=True)
    (project / "src" / "main.py").write_text("pass")
    (project / "run").symlink_to("src/main.py")


def test_whole(into, workshop):
    project = place(into, "acme", make)

    assert project == into / "acme"
    assert (project / "src" / "main.py").read_text() == "pass"
    assert (project / "run").is_symlink()
    assert [path.name for path in into.iterdir()] == ["acme"]
    assert not list(workshop.iterdir())


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (RuntimeError("a fault of ours"), RuntimeError),
        (OSError(errno.ENOSPC, "No space left on device"), PlaceError),
    ],
)
def test_nothing_is_left(into, workshop, error, raised):
    def fail(project):
        make(project)
        raise error

    with pytest.raises(raised):
        place(into, "acme", fail)

    assert not list(into.iterdir())
    assert not list(workshop.iterdir())


def test_full_disk_is_told(into):
    def fail(project):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(PlaceError, match="acme can't be written: No space left on device"):
        place(into, "acme", fail)


@pytest.mark.parametrize("kind", ["folder", "file", "link", "dangling link"])
def test_what_came_in_between_is_left_alone(into, kind):
    def somebody_else(project):
        make(project)
        there = into / "acme"
        if kind == "folder":
            there.mkdir()
        elif kind == "file":
            there.write_text("theirs")
        else:
            there.symlink_to(into if kind == "link" else "nowhere")

    with pytest.raises(PlaceError, match="is there already"):
        place(into, "acme", somebody_else)

    assert [path.name for path in into.iterdir()] == ["acme"]


def test_into_a_file(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(PlaceError, match="file is not a folder"):
        check_place(tmp_path / "file", "acme")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that root can't write to")
def test_into_what_can_not_be_written_to():
    # Not by permissions: the tests may be run by root.
    with pytest.raises(PlaceError, match=r"/proc can't be written to \("):
        check_place(Path("/proc"), "acme")


def test_the_mode_of_files_is_the_one_that_the_person_is_used_to(into):
    asked = subprocess.run(
        [sys.executable, "-c", "import os; print(os.umask(0))"], capture_output=True, check=True
    )

    project = place(into, "acme", make)

    assert project.stat().st_mode & 0o777 == 0o777 & ~int(asked.stdout)
