"""A program under its keeper, on POSIX: watched, and ended with all that it has started."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

KEEPER = Path(__file__).with_name("keeper.py")
_SECONDS_TO_END = 7
"""The keeper's own time to end all, and some."""
_SECONDS_TO_BEGIN = 10
"""A keeper that has not started its program by then never will."""
_SECONDS_TO_STOP = 0.1
"""So often it is looked whether to stop."""


class Kept:
    """A running program: `with Kept(command, home, environ, output) as kept: kept.wait(60)`."""

    def __init__(
        self,
        command: Sequence[str],
        home: Path,
        environ: Mapping[str, str],
        output: int | IO[bytes],
        folder: Path | None = None,
    ) -> None:
        """Start it.

        Args:
            command: The program and its arguments.
            home: A folder of its own.
            environ: All of its environment. Something in it should name that folder: what the
                program starts is known by this if its keeper is ended.
            output: Where stdout and stderr go, as `subprocess` takes it.
            folder: The folder to run it in; None for its own.

        Raises:
            OSError: If the keeper can't be started.
        """
        self._program, self._home = command[0], home
        self._status, write_status = os.pipe()
        read_lifeline, self._lifeline = os.pipe()
        pipes = (write_status, read_lifeline)
        self._told = bytearray()
        self.left_alone = False
        """Whether it has ended, or stopped, its keeper."""
        try:
            self._keeper = subprocess.Popen(
                [sys.executable, "-I", "-S", str(KEEPER), *map(str, pipes), *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder or home,
                env=environ,
                start_new_session=True,
                pass_fds=pipes,
            )
        except BaseException:
            os.close(self._status)
            os.close(self._lifeline)
            raise
        finally:
            for pipe in pipes:
                os.close(pipe)
        self.output: IO[bytes] | None = self._keeper.stdout

    def __enter__(self) -> Self:
        """Give it; it runs already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it with all that it has started."""
        self.end()

    def pid(self) -> int:
        """Give the number of its process, and of its process group.

        Raises:
            OSError: If it could not be started.
        """
        self._read(_SECONDS_TO_BEGIN, until=b"\n")
        for line in self._lines():
            match line:
                case ["started", number]:
                    return int(number)
        raise OSError(0, "it could not be started", self._program)

    def wait(self, seconds: float, stop: threading.Event | None = None) -> bool:
        """Wait for its end, for so long at most; say whether it has ended.

        Args:
            seconds: The time limit.
            stop: Set from another thread, it ends the waiting before that.
        """
        self._read(seconds, until=b"ended", stop=stop)
        return any(line[:1] == ["ended"] for line in self._lines())

    def ended(self) -> tuple[int | None, int]:
        """Give its exit code and its peak of memory in MiB; None and 0 while it runs.

        Raises:
            OSError: If it could not be started.
        """
        for line in self._lines():
            match line:
                case ["ended", exit_code, peak]:
                    unit = 2**20 if sys.platform == "darwin" else 2**10
                    return int(exit_code), int(peak) // unit
        return None, 0

    def end(self) -> None:
        """End it, and all that it has started; nothing if that is done."""
        if self._lifeline < 0:
            return
        os.close(self._lifeline)
        self._lifeline = -1
        self._read(_SECONDS_TO_END)
        self.left_alone = self._exit_code() != 0
        if self.left_alone:
            self._end_all()
        os.close(self._status)

    def _lines(self) -> list[list[str]]:
        """Give the words of the lines that the keeper has told.

        Raises:
            OSError: If it could not start the program.
        """
        lines = [line.split() for line in self._told.decode().splitlines()]
        for line in lines:
            match line:
                case ["failed", number]:
                    raise OSError(int(number), os.strerror(int(number)), self._program)
        return lines

    def _read(
        self, seconds: float, *, until: bytes | None = None, stop: threading.Event | None = None
    ) -> None:
        """Read what the keeper tells to its end, for so long at most; or until something in it."""
        give_up = time.monotonic() + seconds
        while (until is None or until not in self._told) and not (stop and stop.is_set()):
            left = max(0, give_up - time.monotonic())
            readable, _, _ = select.select([self._status], [], [], min(left, _SECONDS_TO_STOP))
            if readable:
                block = os.read(self._status, 4096)
                if not block:
                    return
                self._told += block
            elif not left:
                return

    def _exit_code(self) -> int:
        """Give the exit code of the keeper, which is at its end; end it if it isn't."""
        try:
            return self._keeper.wait(1)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            return self._keeper.wait()

    def _end_all(self) -> None:
        """End what a keeper that was ended itself has left running."""
        if (started := self._told.split())[:1] == [b"started"]:
            with contextlib.suppress(OSError):
                os.killpg(int(started[1]), signal.SIGKILL)
        mark = os.fsencode(self._home)
        give_up = time.monotonic() + _SECONDS_TO_END
        while (running := list(_running_with(mark))) and time.monotonic() < give_up:
            for process in running:
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.01)


def _running_with(mark: bytes) -> Iterator[int]:
    """Yield the processes that were started with this in their environment, where /proc tells."""
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in environ.read_bytes():
                yield int(environ.parent.name)
