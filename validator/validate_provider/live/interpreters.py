"""Find a Python of at least a given version, wherever it is on this machine.

The stacks need a newer Python than the kit does (3.12 since llama-stack 0.2.13), and it is often
there but not on `PATH` under its own name: pyenv's shims exist for every version it has and fail
for all but the selected one. So a candidate counts only if it runs and says its version itself.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from validate_provider.record import Record

_ASK = (
    "import sys, sysconfig; "
    "print(*sys.version_info[:3]); print(sys.executable); print(sys.implementation.name, "
    "'free-threaded' if sysconfig.get_config_var('Py_GIL_DISABLED') else '')"
)
_SECONDS_TO_ANSWER = 20
_NAME = re.compile(r"python(3(\.\d+)?)?(\.exe)?")


class Interpreter(Record):
    """A Python that runs."""

    executable: Path
    """Its own `sys.executable`: the real one, not the shim it was found by."""
    version: tuple[int, int, int]
    found_by: str
    """Where it was found, in a person's words: "PATH", "uv", "pyenv", "the py launcher"."""


class NoInterpreterError(Exception):
    """No Python that will do is on this machine; the text says how to get one."""


def find(at_least: tuple[int, int], environ: Mapping[str, str] = os.environ) -> Interpreter:
    """Find the Python nearest to the version asked for, and not below it.

    Nearest, not newest: the version asked for is the one that the stacks' locks are proven on.

    Args:
        at_least: Major and minor version.
        environ: The environment to look in: `PATH`, `PYENV_ROOT`, `HOME`.

    Raises:
        NoInterpreterError: If there is none.
    """
    nearest: Interpreter | None = None
    refused: dict[str, str] = {}
    asked: set[tuple[str, ...]] = set()
    for found_by, command in _candidates(at_least, environ):
        if tuple(command) in asked:
            continue
        asked.add(tuple(command))
        answer = _ask(command, found_by, environ)
        if isinstance(answer, str):
            refused[" ".join(command)] = answer
        elif answer.version[:2] < at_least:
            refused[" ".join(command)] = ".".join(map(str, answer.version))
        elif answer.version[:2] == at_least:
            return answer
        elif nearest is None or answer.version[:2] < nearest.version[:2]:
            nearest = answer
    if nearest is None:
        raise NoInterpreterError(_how_to_get_one(at_least, refused))
    return nearest


def uv_command(environ: Mapping[str, str] = os.environ) -> str | None:
    """Find `uv`: the one installed beside this interpreter, else the one on `PATH`."""
    beside = Path(sys.executable).parent
    return shutil.which("uv", path=f"{beside}{os.pathsep}{environ.get('PATH', '')}")


def _candidates(
    at_least: tuple[int, int], environ: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield (where it was found, the command that starts it), the likeliest first."""
    yield "the running Python", [sys.executable]
    folders = [Path(folder) for folder in environ.get("PATH", "").split(os.pathsep) if folder]
    for folder in folders:
        if not _is_pyenv_shims(folder):  # slow, and pyenv's own list below says more
            for executable in _pythons_in(folder, at_least):
                yield "PATH", [str(executable)]
    wanted = ".".join(map(str, at_least))
    if uv := uv_command(environ):
        for found in _found_by_uv(uv, wanted, environ):
            yield "uv", [found]
    for executable in _pyenv_versions(folders, at_least, environ):
        yield "pyenv", [str(executable)]
    if launcher := shutil.which("py", path=environ.get("PATH", "")):
        yield "the py launcher", [launcher, f"-{wanted}"]
        yield "the py launcher", [launcher, "-3"]


def _pythons_in(folder: Path, at_least: tuple[int, int]) -> list[Path]:
    """List the programs of a folder that are named as a Python is, the newest name first."""
    try:
        named = [entry for entry in folder.iterdir() if _NAME.fullmatch(entry.name)]
    except OSError:
        return []
    return _newest_first(named, at_least)


def _found_by_uv(uv: str, wanted: str, environ: Mapping[str, str]) -> list[str]:
    """Ask uv, which knows the Pythons that it has installed itself."""
    found = subprocess.run(
        [uv, "python", "find", "--system", "--no-python-downloads", f">={wanted}"],
        capture_output=True,
        text=True,
        check=False,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
    )
    return found.stdout.splitlines()[:1] if found.returncode == 0 else []


def _is_pyenv_shims(folder: Path) -> bool:
    return folder.name == "shims" and (folder.parent / "versions").is_dir()


def _pyenv_versions(
    folders: list[Path], at_least: tuple[int, int], environ: Mapping[str, str]
) -> list[Path]:
    """List the Pythons that pyenv has, also when only its shims' folder is known."""
    roots = [Path(environ["PYENV_ROOT"])] if environ.get("PYENV_ROOT") else []
    if home := environ.get("HOME") or environ.get("USERPROFILE"):
        roots += [Path(home, ".pyenv"), Path(home, ".pyenv", "pyenv-win")]
    roots += [folder.parent for folder in folders if _is_pyenv_shims(folder)]
    return [
        executable
        for root in roots
        for version in _newest_first(root.glob("versions/*"), at_least)
        for executable in (version / "bin" / "python", version / "python.exe")
        if executable.exists()
    ]


def _newest_first(entries: Iterable[Path], at_least: tuple[int, int]) -> list[Path]:
    """Sort by the version in the name, without those whose name says that they are too old."""

    def version(entry: Path) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d+", entry.name))

    fitting = [e for e in entries if len(version(e)) < 2 or version(e)[:2] >= at_least]
    return sorted(fitting, key=version, reverse=True)


def _ask(command: list[str], found_by: str, environ: Mapping[str, str]) -> Interpreter | str:
    """Ask a candidate who it is; if it can't be used, say why."""
    try:
        answer = subprocess.run(
            [*command, "-I", "-c", _ASK],
            capture_output=True,
            text=True,
            check=False,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS_TO_ANSWER,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not run: {error}"
    lines = answer.stdout.splitlines()
    if answer.returncode != 0 or len(lines) != 3:
        reason = answer.stderr.strip().splitlines()
        return f"does not run: {reason[0] if reason else f'exit code {answer.returncode}'}"
    major, minor, patch = (int(number) for number in lines[0].split())
    if lines[2].split() != ["cpython"]:
        return f"{lines[2].strip()}, for which the stacks' dependencies publish no wheels"
    return Interpreter(Path(lines[1]), (major, minor, patch), found_by)


def _how_to_get_one(at_least: tuple[int, int], refused: Mapping[str, str]) -> str:
    wanted = ".".join(map(str, at_least))
    seen = "".join(f"\n  {command}: {why}" for command, why in refused.items())
    return (
        f"No Python {wanted} or later was found on PATH, by uv, in pyenv, or by the py launcher.\n"
        f"Get one with `uv python install {wanted}` (`pip install uv` gives uv), with "
        f"`pyenv install {wanted}`, or from https://www.python.org/downloads/.\n"
        f"Seen, and of no use:{seen or ' nothing'}"
    )
