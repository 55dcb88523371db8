"""A small provider, and archives of it: as a build tool makes them, or as one likes."""

import gzip
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.source.reading import write

PACKAGE = {
    "acme/__init__.py": """\
class Config:
    url: str = "http://localhost"


class Files:
    pass


async def get_adapter_impl(config, deps):
    return Files()
""",
    "acme/provider.py": """\
from llama_stack_api import Api, RemoteProviderSpec


def get_provider_spec():
    return RemoteProviderSpec(api=Api.files, provider_type="remote::acme", adapter_type="acme",
                              module="acme", config_class="acme.Config")
""",
}
METADATA = """\
Metadata-Version: 2.1
Name: acme
Version: 1.0
Requires-Python: >=3.12
Requires-Dist: llama-stack-api<0.8,>=0.7

Requires-Dist: nothing, as this is the description
"""
PYPROJECT = '[project]\nname = "acme"\ndependencies = ["llama-stack-api>=0.7,<0.8"]\n'


def wheel(
    folder: Path, files: Mapping[str, str] = PACKAGE, metadata: str = METADATA, name: str = "acme"
) -> Path:
    """Write a wheel."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in files.items():
            archive.writestr(member, text)
        archive.writestr(f"{name}-1.0.dist-info/METADATA", metadata)
    return path


def sdist(folder: Path, files: Mapping[str, str]) -> Path:
    """Write an sdist, `.tar.gz`."""
    path = folder / "acme-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for member, text in files.items():
            data = text.encode()
            info = tarfile.TarInfo(f"acme-1.0/{member}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def tarred(path: Path, *members: tarfile.TarInfo, tail: bytes = b"") -> Path:
    """Write a `.tar.gz` of empty members just as they are told."""
    raw = b"".join(
        member.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape") for member in members
    )
    path.write_bytes(gzip.compress(raw + tail))
    return path


def project(folder: Path, pyproject: str = PYPROJECT, source_root: str = "src") -> Path:
    """Write a project's folder."""
    files = {f"{source_root}/{name}": text for name, text in PACKAGE.items()}
    return write(folder, {"pyproject.toml": pyproject, **files})


def run(folder: Path, *words: str | bytes, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder; what it leaves in its folder for such things is an error."""
    private = folder.parent / f"{folder.name}-private"
    private.mkdir(exist_ok=True)
    plain = {k: v for k, v in os.environ.items() if k not in {"FORCE_COLOR", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [sys.executable, "-m", "validate_provider", *words],
        cwd=folder,
        env=plain | {"TMPDIR": str(private), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    assert list(private.iterdir()) == []
    return done
