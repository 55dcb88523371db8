"""Run one program, and end it with all that it has started. Runs by itself, on POSIX.

    python -I -S keeper.py STATUS LIFELINE PROGRAM [ARGUMENT]...

Standard library only, as little of it as will do: it is started for every question. STATUS and
LIFELINE are the numbers of open pipes. It writes lines to STATUS: `started PID`, or
`failed ERRNO`; then `ended CODE PEAK`, the exit code (negative for a signal) and the most memory
that the program has held, in the platform's own unit. The end of LIFELINE, which comes when
whoever asked lets go of it or dies, ends all at once.

On Linux, what has lost its parent falls to the keeper (PR_SET_CHILD_SUBREAPER), so that nothing
that the program starts can get out of its sight, a daemon in a session of its own neither. On
other systems such a daemon is not found; only the program's own process group is ended there.
The program may end the keeper itself, as any process of the same user could: `contained.py` looks
after that.
"""

import contextlib
import os
import select
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
"""linux/prctl.h"""
SECONDS_TO_END = 5
"""For all to be gone; a process in the kernel, or of another user, can't be ended."""
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE)
"""What ends a process that doesn't mind; the program is not to end its keeper so."""


def main(status: int, lifeline: int, command: list[str]) -> None:
    """Run a command to its end or that of the lifeline, then leave nothing of it."""
    for pipe in (status, lifeline):
        os.set_inheritable(pipe, False)  # noqa: FBT003 - it takes no keyword
    adopt_orphans()
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    program = os.fork()
    if not program:
        become(command, status)
    tell(status, f"started {program}")
    try:
        tell(status, wait(program, lifeline, woken))
    finally:
        end_all(program)


def adopt_orphans() -> None:
    """Become the parent of all descendants that lose theirs."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def become(command: list[str], status: int) -> None:
    """Be the program, in a session of its own."""
    try:
        os.setsid()
        leave_no_core()
        for number in (*IGNORED, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        os.execv(command[0], command)  # noqa: S606 - there is no shell about
    except OSError as error:
        tell(status, f"failed {error.errno}")
    finally:
        os._exit(127)


def leave_no_core() -> None:
    """Leave no file of the program when it crashes."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tell(status: int, line: str) -> None:
    """Write a line, if anybody still reads it."""
    with contextlib.suppress(OSError):
        os.write(status, line.encode() + b"\n")


def wait(program: int, lifeline: int, woken: int) -> str:
    """Wait for the program's end, or that of the lifeline; say how it ended, or nothing."""
    while True:
        while (ended := os.wait4(-1, os.WNOHANG))[0]:
            pid, status, usage = ended
            if pid == program:
                return f"ended {os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}"
        readable, _, _ = select.select([lifeline, woken], [], [])
        if lifeline in readable:
            return ""
        os.read(woken, 4096)


def end_all(program: int) -> None:
    """End what is left, until there is nothing."""
    give_up = time.monotonic() + SECONDS_TO_END
    while time.monotonic() < give_up:
        for child in children(program):
            end(child)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def end(child: int) -> None:
    """End a process with its group: a group is ended at once, however fast it forks."""
    with contextlib.suppress(OSError):
        group = os.getpgid(child)
        if group != os.getpgrp():
            os.killpg(group, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(child, signal.SIGKILL)


def children(program: int) -> list[int]:
    """List our own children, those that fell to us too; without /proc, the program alone."""
    if sys.platform != "linux":
        return [program]
    found = []
    for entry in os.listdir("/proc"):  # noqa: PTH208 - pathlib takes as long to import as all else
        if entry.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{entry}/stat", "rb") as file:  # noqa: PTH123
                # `PID (NAME) STATE PARENT ...`, and the name may hold anything.
                parent = file.read().rpartition(b")")[2].split()[1]
                if int(parent) == os.getpid():
                    found.append(int(entry))
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
