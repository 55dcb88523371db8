"""Virtual environments of real stacks, built from the locks beside this file, each built once.

A stack is never resolved afresh: a fresh llama-stack 0.5 to 0.7 does not even import (it wants
`mcp<2` and does not say so). How each lock was made is told in `locks/README.md`.
"""

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from validate_provider.live import interpreters

LOCKS = Path(__file__).parent / "locks"
CACHE_VARIABLE = "STACK_PROVIDER_KIT_CACHE"
"""Names the folder to keep environments in, instead of the user's cache folder."""
PYTHON = (3, 12)
"""The Python that the locks are proven on; a later one is taken if there is none."""
_TOOLS = "tools"
_STACKS = ("llama-stack", "llama-stack-api", "ogx", "ogx-api")
"""The distributions that make up a stack; everything else in a lock is what it needs."""


class StackUnavailableError(Exception):
    """A line's environment can't be built on this machine; the text says why."""


def lines() -> list[str]:
    """Name the lines that have a lock, the oldest first."""
    names = [lock.stem for lock in LOCKS.glob("*.txt") if lock.stem != _TOOLS]
    return sorted(names, key=lambda name: (name.rpartition("-")[0], version(name)))


def version(line: str) -> tuple[int, ...]:
    """Read the version off a line's name: (0, 7, 3) of `llama-stack-0.7.3`."""
    return tuple(int(number) for number in line.rpartition("-")[2].split("."))


def locked(line: str) -> dict[str, str]:
    """Read what a line's lock pins, without the stack's own distributions: name -> version."""
    rows = (LOCKS / f"{line}.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(row.split("==") for row in rows if "==" in row)
    return {name: pinned for name, pinned in pins.items() if name not in _STACKS}


def environment(line: str, *, tools: bool = False) -> Path:
    """Give the Python of a line's environment, building it first if it isn't there yet.

    The environment is shared by all who ask for it: install nothing into it.

    Args:
        line: A lock's name without its ending: `llama-stack-0.7.3`.
        tools: Whether pytest, ruff and mypy are to be in it too, for a provider's own checks.

    Raises:
        StackUnavailableError: If there is no such lock, no Python for it, or it can't be installed.
    """
    locks = [LOCKS / f"{name}.txt" for name in ([line, _TOOLS] if tools else [line])]
    if line not in lines():
        raise StackUnavailableError(f"{line}: no such lock; there are {', '.join(lines())}")
    try:
        interpreter = _interpreter()
    except interpreters.NoInterpreterError as error:
        raise StackUnavailableError(f"{line}: {error}") from error
    home = cache() / f"{line}-{_key(locks, interpreter)}"
    python = home / "bin" / "python"
    try:
        with _only_one(Path(f"{home}.lock")):
            if not python.exists():  # nor does it if the Python it was made of has been removed
                shutil.rmtree(home, ignore_errors=True)
                _build(line, home, interpreter, locks)
    except OSError as error:
        raise StackUnavailableError(f"{line} can't be kept here: {error}") from error
    return python


@contextmanager
def throwaway(line: str, wheels: Sequence[Path]) -> Iterator[Path]:
    """Give the Python of a line's environment with another stack in it, and remove it at the end.

    What is installed is the line's lock without the stack's own distributions, and the wheels in
    their place, which are not asked what they need: so a release that has no lock is run on the
    dependencies of its own time.

    Args:
        line: The line that has the lock.
        wheels: The wheels of the stack: the server, and its API package if it has one.

    Raises:
        StackUnavailableError: If there is no Python for it, or it can't be installed.
    """
    others = [f"{name}=={pinned}" for name, pinned in locked(line).items()]
    cache().mkdir(parents=True, exist_ok=True)  # beside uv's own cache, so that it can link
    with tempfile.TemporaryDirectory(dir=cache(), prefix="throwaway-") as folder:
        try:
            interpreter = _interpreter()
        except interpreters.NoInterpreterError as error:
            raise StackUnavailableError(f"{line}: {error}") from error
        made = Path(folder, "environment")
        yield _install(line, made, interpreter, ["--no-deps", *others, *wheels])


def cache() -> Path:
    """Give the folder that holds the environments: outside the tree, one for all checkouts."""
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen).absolute()
    user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(user, "stack-provider-kit", "environments").absolute()


@functools.cache
def _interpreter() -> interpreters.Interpreter:
    return interpreters.find(PYTHON)


def _key(locks: Sequence[Path], interpreter: interpreters.Interpreter) -> str:
    """Digest all that an environment is made of: another lock or Python, another environment."""
    made_of = [lock.read_bytes() for lock in locks]
    made_of += [str(interpreter.executable).encode(), str(interpreter.version).encode()]
    return hashlib.sha256(b"\0".join(made_of)).hexdigest()[:12]


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Hold a lock file, so that two test workers don't build the same environment at once."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file is closed, however we end
        yield


def _build(
    line: str, home: Path, interpreter: interpreters.Interpreter, locks: Sequence[Path]
) -> None:
    """Build beside the final place and rename: a half-built environment is never found there."""
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="building-") as folder:
        made = Path(folder, "environment")
        _install(line, made, interpreter, [argument for lock in locks for argument in ("-r", lock)])
        made.rename(home)


def _install(
    line: str,
    home: Path,
    interpreter: interpreters.Interpreter,
    requirements: Sequence[str | Path],
) -> Path:
    """Make an environment that holds the requirements, and give its Python."""
    uv = interpreters.uv_command()
    if uv is None:
        raise StackUnavailableError(f"{line}: uv is not there; `pip install uv` gives it")
    python = home / "bin" / "python"
    _run(line, [uv, "venv", "-q", "--relocatable", "-p", interpreter.executable, home])
    _run(line, [uv, "pip", "install", "-q", "-p", python, *requirements])
    return python


def _run(line: str, command: Sequence[str | Path]) -> None:
    # `uv` must not take its bearings from the tree or the environment it happens to be called in.
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environ, cwd=LOCKS
    )
    if done.returncode != 0:
        called = " ".join(map(str, command))
        raise StackUnavailableError(
            f"{line} can't be installed here: `{called}` says\n{done.stderr}"
        )
