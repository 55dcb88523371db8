"""Run a program that nobody trusts: within a time limit, and with nothing of it left running.

It is no sandbox. The program runs as the user, and can do to other processes and files whatever
the user can; what it starts is ended with it, however it tries to get away:

- on Linux all of it, daemons too. If the program ends its keeper, what it has started is found by
  the folder in its environment (/proc), and only what hides that as well gets away.
- on macOS and other POSIX systems the program's process group: not what has left for a session of
  its own.
- on Windows the tree of its processes: not those whose parent has ended before.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from validate_provider.live.kept import Kept
from validate_provider.record import Record

_SECONDS_TO_READ = 5
"""A process that has got away may hold the pipe open after the end."""
_SECONDS_TO_STOP = 0.1
"""So often it is looked whether to stop."""
_BYTES_KEPT = 4000


class Ended(Record):
    """How a program ended."""

    exit_code: int | None
    """None if it had to be ended; negative for a signal."""
    printed: str
    """The end of what it has printed, to stdout and stderr."""
    peak: int = 0
    """The most memory that it has held, in MiB; 0 if that is not known."""
    left_alone: bool = False
    """Whether it has ended, or stopped, the process that kept it; it was then ended for that."""


@contextmanager
def folder() -> Iterator[Path]:
    """Give a temporary folder, and remove it whatever has been made in it."""
    path = Path(tempfile.mkdtemp(prefix="validate-provider-")).resolve()
    try:
        yield path
    finally:
        remove(path)


def run(
    command: Sequence[str],
    home: Path,
    environ: Mapping[str, str],
    seconds: float,
    stop: threading.Event | None = None,
) -> Ended:
    """Run a program to its end or the time limit.

    Args:
        command: The program and its arguments.
        home: The folder to run it in, which is its own.
        environ: All of its environment. Something in it should name that folder: what the program
            starts is known by this if all else fails.
        seconds: The time limit.
        stop: Set from another thread, it ends the program before that.

    Raises:
        OSError: If it can't be started.
    """
    stop = stop or threading.Event()
    if sys.platform == "win32":
        return _run_on_windows(command, home, environ, seconds, stop)
    return _run_kept(command, home, environ, seconds, stop)


def _run_kept(
    command: Sequence[str],
    home: Path,
    environ: Mapping[str, str],
    seconds: float,
    stop: threading.Event,
) -> Ended:
    with Kept(command, home, environ, subprocess.PIPE) as kept, _printed(kept.output) as printed:
        kept.wait(seconds, stop)
        kept.end()
    exit_code, peak = kept.ended()
    text = printed.decode(errors="replace")
    return Ended(exit_code=exit_code, printed=text, peak=peak, left_alone=kept.left_alone)


def _run_on_windows(
    command: Sequence[str],
    home: Path,
    environ: Mapping[str, str],
    seconds: float,
    stop: threading.Event,
) -> Ended:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=home,
        env=environ,
    )
    with _printed(process.stdout) as printed:
        give_up = time.monotonic() + seconds
        try:
            while (exit_code := process.poll()) is None and time.monotonic() < give_up:
                if stop.wait(_SECONDS_TO_STOP):
                    break
        finally:
            tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True, check=False)
            process.wait()
    return Ended(exit_code=exit_code, printed=printed.decode(errors="replace"))


@contextmanager
def _printed(pipe: IO[bytes] | None) -> Iterator[bytearray]:
    """Read a pipe for as long as this lasts, so that nobody waits for it; give the last of it."""
    printed = bytearray()
    reader = threading.Thread(target=_keep_the_end, args=(pipe, printed), daemon=True)
    reader.start()
    try:
        yield printed
    finally:
        reader.join(_SECONDS_TO_READ)


def _keep_the_end(pipe: IO[bytes], printed: bytearray) -> None:
    with pipe:
        while block := os.read(pipe.fileno(), 65536):
            printed += block
            del printed[:-_BYTES_KEPT]


def remove(path: Path) -> None:
    """Remove a folder in which modes were changed, or folders laid deeper than Python can go."""
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(path)
        return
    if sys.platform == "win32":
        shutil.rmtree(path, ignore_errors=True)
        return
    for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
        subprocess.run([*command, path], capture_output=True, check=False)
