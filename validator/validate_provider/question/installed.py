"""Which stack is installed for a provider, read from its metadata: nothing of it is run."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from validate_provider.live.environment import candidates
from validate_provider.record import Record
from validate_provider.source.declared import STACK_DISTRIBUTIONS
from validate_provider.source.requirement import normalised

_METADATA = r"(?P<name>[A-Za-z0-9][\w.]*)-(?P<version>\d[^-]*)\.(?:dist|egg)-info"
_LAYOUTS = ("lib/{}/site-packages", "lib64/{}/site-packages", "local/lib/{}/dist-packages")
_LAYOUTS_WITHOUT_VERSION = ("Lib/site-packages", "lib/python3/dist-packages")
_HOME = re.compile(r"^home\s*=\s*(.+?)\s*$", re.MULTILINE)
_SHARES_SYSTEM = re.compile(r"^include-system-site-packages\s*=\s*true\s*$", re.MULTILINE | re.I)


class Installed(Record):
    """The packages of the stack that an environment has."""

    python: Path
    chosen_by: str
    """Why this one, in a person's words: "--python", "VIRTUAL_ENV", ".venv beside the package"."""
    versions: Mapping[str, str]
    """Distribution -> version: `{"llama-stack": "0.4.7", "llama-stack-api": "0.7.3"}`."""


class NothingInstalledError(Exception):
    """No environment with a stack was found; the text says where was looked, and what to do."""


def find_installed(
    folder: Path, python: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Installed:
    """Find the stack that the provider would run on.

    Looked at in this order: the Python that is asked for, which is then the only one; the active
    environment; `.venv` beside the package; the Python that runs this.

    Args:
        folder: The project's folder.
        python: The Python asked for by `--python`.
        environ: The environment to look in.

    Raises:
        NothingInstalledError: If none of them has a stack.
    """
    looked = []
    for candidate, chosen_by in candidates(folder, python, environ):
        versions = _stack_in(site_folders(candidate))
        if versions:
            return Installed(candidate, chosen_by, versions)
        why = "no stack is installed" if candidate.exists() else "there is no such program"
        looked.append(f"\n  {candidate} ({chosen_by}): {why}")
    raise NothingInstalledError(
        f"no stack is installed in any environment of the provider:{''.join(looked)}\n"
        "activate its environment, or name its Python with --python"
    )


def _stack_in(folders: Iterator[Path]) -> dict[str, str]:
    """The stack's distributions in folders for packages; the first folder that has one counts."""
    found: dict[str, str] = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        for entry in sorted(folder.iterdir()):
            match = re.fullmatch(_METADATA, entry.name)
            name = normalised(match["name"]) if match else ""
            if match and name in STACK_DISTRIBUTIONS:
                found.setdefault(name, match["version"])
    return found


def site_folders(python: Path) -> Iterator[Path]:
    """Where a Python keeps its packages, as the platforms lay it out."""
    if python == Path(sys.executable):
        yield from map(Path, sys.path)
        return
    for prefix in (python.parent.parent, python.parent):
        settings = prefix / "pyvenv.cfg"
        if settings.is_file():
            yield from _packages_below(prefix, "python3*")
            text = settings.read_text(encoding="utf-8", errors="replace")
            home = _HOME.search(text)
            if home and _SHARES_SYSTEM.search(text):
                yield from _packages_below(Path(home[1]).parent, "python3*")
            return
    real = python.resolve()
    named = re.fullmatch(r"(python3\.\d+t?)(?:\.exe)?", real.name)
    for prefix in (real.parent.parent, real.parent):
        yield from _packages_below(prefix, named[1] if named else "python3*")


def _packages_below(prefix: Path, version: str) -> Iterator[Path]:
    for layout in _LAYOUTS:
        yield from sorted(prefix.glob(layout.format(version)))
    for layout in _LAYOUTS_WITHOUT_VERSION:
        yield prefix / layout
