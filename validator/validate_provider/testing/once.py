"""What is made once for a whole run of pytest, though several of its processes want it."""

import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import pytest

T = TypeVar("T")


def run_folder(request: pytest.FixtureRequest) -> Path:
    """Give the folder that all processes of one run share.

    Those of pytest-xdist each have a folder of their own in that of the run. Their environment
    does not tell them: a run that a test starts inherits it.
    """
    own: Path = request.getfixturevalue("tmp_path_factory").getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


def once(folder: Path, name: str, make: Callable[[], T]) -> T:
    """Make something, or give what another process of the run has made under that name.

    Whoever comes while it is made waits. If making it fails, the next one tries again.

    Args:
        folder: The run's.
        name: What it is kept under: the name of a file.
        make: Makes it; it must be something that can be pickled.
    """
    kept = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("ab") as lock, _held(lock):
        if kept.exists():
            found: T = pickle.loads(kept.read_bytes())  # noqa: S301 - pytest's folders are private
            return found
        made = make()
        kept.write_bytes(pickle.dumps(made))
        return made


@contextmanager
def _held(file: IO[Any]) -> Iterator[None]:
    """Hold a file, which is let go however this process ends."""
    if sys.platform == "win32":
        import msvcrt
        import time

        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # it gives up after ten seconds
            except OSError:
                time.sleep(0.1)
            else:
                break
        yield
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
        yield
