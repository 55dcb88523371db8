"""Find the environment that the provider runs in: the one that has a stack installed."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from validate_provider.record import Record

_ASK = """
from importlib.util import find_spec
print(*[root for root in ("ogx", "llama_stack") if find_spec(root)])
"""
_SECONDS_TO_ANSWER = 30


class Environment(Record):
    """A Python that has a stack installed."""

    python: Path
    chosen_by: str
    """Why this one, in a person's words: "--python", "VIRTUAL_ENV", ".venv beside the package"."""


class NoStackError(Exception):
    """No environment with a stack was found; the text says where was looked, and what to do."""


def find(
    package: Path, python: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Environment:
    """Find the provider's own environment.

    Looked at in this order: the Python that is asked for, which is then the only one; the active
    virtual environment; `.venv` beside the package, up to its project's folder; the Python that
    runs this.

    Args:
        package: The package's folder, or its project's.
        python: The Python asked for by `--python`.
        environ: The environment to look in.

    Raises:
        NoStackError: If no stack is installed in any of them.
    """
    refused = []
    for candidate, chosen_by in candidates(package, python, environ):
        why_not = _has_no_stack(candidate, environ)
        if why_not is None:
            return Environment(candidate, chosen_by)
        refused.append(f"\n  {candidate} ({chosen_by}): {why_not}")
    raise NoStackError(
        "No environment with a stack in it was found: neither llama-stack nor ogx is installed."
        f"{''.join(refused)}\n"
        "Install the stack beside the provider (`pip install llama-stack` or `pip install ogx`), "
        "activate its environment, or name its Python with --python."
    )


def candidates(
    package: Path, python: Path | None, environ: Mapping[str, str] = os.environ
) -> Iterator[tuple[Path, str]]:
    """Yield the Pythons that may be the provider's, the likeliest first, and why each.

    Args:
        package: The package's folder, or its project's.
        python: The Python asked for by `--python`, which is then the only one.
        environ: The environment to look in.
    """
    if python is not None:
        yield python.absolute(), "--python"
        return
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if environ.get(variable):
            yield _python_of(Path(environ[variable])), variable
    for folder in _up_to_the_project(package.absolute()):
        if (folder / ".venv").is_dir():
            yield _python_of(folder / ".venv"), ".venv beside the package"
    yield Path(sys.executable), "the Python that runs validate-provider"


def _up_to_the_project(package: Path) -> Iterator[Path]:
    """Yield the package's folder and those around it, the last one being its project's."""
    for folder in (package, *package.parents):
        yield folder
        if (folder / "pyproject.toml").exists() or (folder / ".git").exists():
            return


def _python_of(environment: Path) -> Path:
    """Give the Python of a virtual or conda environment, as its platform lays it out."""
    places = ("bin/python", "Scripts/python.exe", "python.exe")
    found = [environment / place for place in places if (environment / place).exists()]
    return found[0] if found else environment / places[0]


def _has_no_stack(python: Path, environ: Mapping[str, str]) -> str | None:
    """Say why a Python won't do, or None if it has a stack."""
    try:
        answer = subprocess.run(
            [python, "-c", _ASK],
            capture_output=True,
            text=True,
            check=False,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS_TO_ANSWER,
        )
    except FileNotFoundError:
        return "there is no such program"
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not run: {error}"
    if answer.returncode != 0:
        return f"does not run: {(answer.stderr.strip().splitlines() or ['no reason given'])[-1]}"
    named = answer.stdout.splitlines()[-1:]  # an environment may print something of its own before
    return None if any(named) else "no stack is installed"
