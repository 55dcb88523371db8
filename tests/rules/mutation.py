"""A fault to be planted in a freshly written package, and how it is planted and looked for."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from validate_provider.contract import Contract
from validate_provider.question.against import releases_in_question
from validate_provider.replay.packages import Replay, replay
from validate_provider.source.project import find_project

GUIDE, API, OGX = "llama-stack>=0.2.16,<0.2.23", "llama-stack>=0.7,<0.8", "ogx>=1"
SEVEN = "llama-stack 0.7.0-0.7.3, ogx 0.7.1"
GUIDE_RELEASES = "llama-stack 0.2.16-0.2.22"
OGX_RELEASES = "ogx 0.8.0-1.5.0"
SPEC = "provider.py"


class Mutation(NamedTuple):
    """One fault: a text of a file of the package, put in place of another."""

    code: str
    """The rule that finds it."""
    file: str
    """Below the package, or below the project where there is no such file."""
    old: str
    new: str
    releases: str
    """Those in which it is a fault, as a report prints them."""
    says: str = ""
    """The beginning of what the stack says; empty if it says nothing."""
    target: str = API
    """What the package is written for."""
    api: str = "inference"
    against: str = "declared"
    delete: bool = False
    """The file (or folder) goes."""
    also: tuple[str, str] = ("", "")
    """Another text of the same file, put in place of another."""
    beside: tuple[str, str] = ("", "")
    """Another file of the package, and all its text."""
    renamed: str = ""
    """Another name for the package, everywhere, before anything else."""
    config: Mapping[str, object] = MappingProxyType({})
    """What a run config must give the provider, for a stack to be asked about it."""


def plant(folder: Path, mutation: Mutation) -> None:
    """Change the package in a project's folder."""
    if mutation.renamed:
        rename(folder, mutation.renamed)
    (package,) = (folder / "src").iterdir()
    name, content = mutation.beside
    if name:
        (package / name).write_text(content, encoding="utf-8")
    file = package / mutation.file
    if not file.exists():
        file = folder / mutation.file
    if mutation.delete:
        shutil.rmtree(file) if file.is_dir() else file.unlink()
        return
    text = file.read_text(encoding="utf-8")
    for old, new in ((mutation.old, mutation.new), mutation.also):
        assert old in text, f"{old!r} is not in {file.name}"
        text = text.replace(old, new) if old else text
    file.write_text(text, encoding="utf-8")


def rename(folder: Path, new: str) -> None:
    """Call the package of a project otherwise."""
    (package,) = (folder / "src").iterdir()
    for file in (folder / "pyproject.toml", *package.rglob("*.py")):
        text = file.read_text(encoding="utf-8").replace(package.name, new)
        dashed = package.name.replace("_", "-"), new.replace("_", "-")
        file.write_text(text.replace(*dashed), encoding="utf-8")
    package.rename(package.with_name(new))


def checked(folder: Path, contract: Contract, against: str) -> Replay:
    """What reading the project says of some releases."""
    project = find_project(folder)
    question = releases_in_question((against,), project, contract.timeline)
    return replay(project, contract, question.releases, folder)
