"""Run one program, and end it with all that it has started. Runs by itself, on POSIX.

    python -I -S keeper.py STATUS LIFELINE PROGRAM [ARGUMENT]...

Standard library only, and as little of it as will do: every question waits for its start. STATUS
and LIFELINE are the numbers of open pipes. It writes lines to STATUS: `started PID`, or
`failed ERRNO`; then `ended CODE PEAK`, the exit code (negative for a signal) and the most memory
that the program has held, in the platform's own unit. The end of LIFELINE, which comes when
whoever asked lets go of it or dies, ends all at once.

On Linux, what has lost its parent falls to the keeper (PR_SET_CHILD_SUBREAPER), so that nothing
that the program starts can get out of its sight, a daemon in a session of its own neither. On
other systems such a daemon is not found; only the program's own process group is ended there.
The program may end the keeper itself, as any process of the same user could: `contained.py` looks
after that.
"""

# ruff: noqa: SIM105 - `contextlib` takes a third as long to import as Python to start
import os
import select
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
"""linux/prctl.h"""
SECONDS_TO_END = 5
"""For all to be gone; a process in the kernel, or of another user, can't be ended."""


def main(status: int, lifeline: int, command: list[str]) -> None:
    """Run a command to its end or that of the lifeline, then leave nothing of it."""
    for pipe in (status, lifeline):
        os.set_inheritable(pipe, False)  # noqa: FBT003 - it takes no keyword
    adopt_orphans()
    program = os.fork()
    if not program:
        become(command, status)
    woken = mind_signals()
    tell(status, f"started {program}")
    try:
        tell(status, wait(program, lifeline, woken))
    finally:
        end_all(program)


def mind_signals() -> int:
    """Ignore what ends a process that doesn't mind; give the pipe that tells of the program's end.

    The program starts meanwhile: `signal` takes half as long to import as Python to start.
    """
    import signal

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return woken


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
        os.execv(command[0], command)  # noqa: S606 - there is no shell about
    except OSError as error:
        tell(status, f"failed {error.errno}")
    finally:
        os._exit(127)


def leave_no_core() -> None:
    """Leave no file of the program when it crashes."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        pass


def tell(status: int, line: str) -> None:
    """Write a line, if anybody still reads it."""
    try:
        os.write(status, line.encode() + b"\n")
    except OSError:
        pass


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
    if sys.platform == "linux" and all_gone():  # elsewhere, what is left need not be a child
        return
    give_up = time.monotonic() + SECONDS_TO_END
    while time.monotonic() < give_up:
        for child in children(program):
            end(child)
        if all_gone():
            return
        time.sleep(0.002)


def all_gone() -> bool:
    """Take note of the children that have ended; whether there is no other."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return True
    return False


def end(child: int) -> None:
    """End a process with its group: a group is ended at once, however fast it forks."""
    import signal

    try:
        group = os.getpgid(child)
        if group != os.getpgrp():
            os.killpg(group, signal.SIGKILL)
    except OSError:
        pass
    try:
        os.kill(child, signal.SIGKILL)
    except OSError:
        pass


def children(program: int) -> list[int]:
    """List our own children, those that fell to us too; without /proc, the program alone."""
    if sys.platform != "linux":
        return [program]
    processes = os.listdir("/proc")  # noqa: PTH208 - pathlib takes as long to import as all else
    return [int(it) for it in processes if it.isdigit() and parent_of(it) == os.getpid()]


def parent_of(process: str) -> int:
    """Give a process's parent, as /proc tells; 0 if it is gone."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123
            # `PID (NAME) STATE PARENT ...`, and the name may hold anything.
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    os._exit(0)  # Python's own end takes longer
