"""The published wheels: fetching them, telling them from others, reading what is inside."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path

from validate_provider.contract.names import ROOTS
from validate_provider.record import Record


class WheelError(Exception):
    """A wheel can't be had or isn't the one expected; the message is for a person."""


class Source(Record):
    """One Python module in a wheel."""

    dotted: str
    package: bool
    text: str

    @property
    def root(self) -> str:
        """The top-level package."""
        return self.dotted.partition(".")[0]


class Metadata(Record):
    """What a wheel declares."""

    requires_python: str
    requires: tuple[str, ...]
    """Each `Requires-Dist`, as written."""


class Wheel(Record):
    """One wheel on disk."""

    path: Path

    def sha256(self) -> str:
        """Return the digest of the file, as a package index states it."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def metadata(self) -> Metadata:
        """Return what the wheel declares."""
        with zipfile.ZipFile(self.path) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            message = BytesHeaderParser().parsebytes(archive.read(name))
        requires = tuple(str(line) for line in message.get_all("Requires-Dist", []))
        return Metadata(str(message.get("Requires-Python", "")), requires)

    def sources(self) -> Iterator[Source]:
        """Yield the modules of the stack; its own tests, and other top-level folders, are not."""
        with zipfile.ZipFile(self.path) as archive:
            for name in sorted(archive.namelist()):
                *folders, file = name.split("/")
                if not name.endswith(".py") or not folders or folders[0] not in ROOTS:
                    continue
                if "tests" in folders:
                    continue
                package = file == "__init__.py"
                parts = folders if package else [*folders, file.removesuffix(".py")]
                yield Source(".".join(parts), package, archive.read(name).decode("utf-8"))


def fetch(distribution: str, version: str, folder: Path) -> Wheel:
    """Return the wheel of a release from FOLDER, downloading it with pip if it isn't there.

    Raises:
        WheelError: pip can't get it.
    """
    wheel = _find(distribution, version, folder)
    if wheel is None:
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--ignore-requires-python", "--dest", str(folder)]
        command.append(f"{distribution}=={version}")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheel = _find(distribution, version, folder)
        if wheel is None:
            raise WheelError(f"cannot fetch {distribution} {version}: {done.stderr.strip()}")
    return wheel


def _find(distribution: str, version: str, folder: Path) -> Wheel | None:
    name = distribution.replace("-", "_")
    found = sorted(folder.glob(f"{name}-{version}-*.whl"))
    return Wheel(found[0]) if found else None
