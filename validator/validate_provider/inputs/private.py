"""A folder of our own for what is unpacked: made when it is needed, removed whatever happens."""

from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

_ENDING = ("SIGTERM", "SIGHUP")
"""Signals that would end the process without a word; the second is not known everywhere."""

_Handler = Callable[[int, FrameType | None], object] | int | None


class PrivateFolder:
    """A context that gives new empty folders, and removes them at its end."""

    def __init__(self) -> None:
        """Nothing is made before it is asked for."""
        self._folder: Path | None = None
        self._handlers: dict[int, _Handler] = {}
        self._count = 0

    def new(self) -> Path:
        """Make a folder that nobody else can look into.

        Raises:
            OSError: If the system gives none.
        """
        import tempfile

        if self._folder is None:
            self._end_in_order()
            self._folder = Path(tempfile.mkdtemp(prefix="validate-provider-")).resolve()
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        return folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._folder is None:
            return
        import shutil
        import signal

        shutil.rmtree(self._folder, ignore_errors=True)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _end_in_order(self) -> None:
        """Turn the signals that end a process into an exception, so that `__exit__` is run."""
        import signal
        import threading

        if threading.current_thread() is not threading.main_thread():
            return
        for name in _ENDING:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                self._handlers[number] = signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
