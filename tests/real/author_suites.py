"""Packages as their authors have them: written, changed, with a suite beside, run by pytest."""

import os
import re
import subprocess
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import stacks
import validate_provider
from tests.written import Written

NAME = "llama_stack_provider_acme"
FILES = f"""
from validate_provider.testing import provider_tests

TestAcme = provider_tests("{NAME}")
"""
INFERENCE = f"""
import pytest

from stacks.model_service import CHAT_MODEL, DIMENSIONS, EMBEDDING_MODEL, RERANK_MODEL, ModelService
from validate_provider.testing import fixture, provider_tests


@pytest.fixture(scope="session")
def service():
    with ModelService() as running:
        yield running.url


TestAcme = provider_tests(
    "{NAME}",
    config={{
        "url": fixture("service"),
        "embedding_models": {{EMBEDDING_MODEL: lambda: DIMENSIONS}},
        "rerank_models": [RERANK_MODEL],
    }},
    model=CHAT_MODEL,
)
"""
LIFE = "not served and not at_once and not server_ends"
"""Selects the tests that start no server."""


class Change(NamedTuple):
    """A change of one of the package's files."""

    file: str
    old: str
    new: str


class Ran(NamedTuple):
    """What pytest said."""

    code: int
    said: str

    @property
    def failed(self) -> set[str]:
        """The tests that failed: a test's name, or what stands in its brackets behind the API."""
        return {_short(it) for it in re.findall(r"^FAILED \S+::TestAcme::(\S+)", self.said, re.M)}

    @property
    def skipped(self) -> str:
        """The reasons of the tests that were skipped."""
        return "\n".join(it for it in self.said.splitlines() if it.startswith("SKIPPED"))


def write(written: Written, folder: Path, changes: Sequence[Change]) -> Path:
    """Copy a package, with some changes; give its folder."""
    package = folder / NAME
    package.mkdir()
    (source,) = (written.folder / "src").iterdir()
    for file in source.iterdir():
        if file.is_file():
            # Named alike for all stacks, so that one suite will do.
            text = file.read_text(encoding="utf-8").replace(source.name, NAME)
            (package / file.name).write_text(text, encoding="utf-8")
    for change in changes:
        path = package / change.file
        text = path.read_text(encoding="utf-8")
        assert change.old in text
        path.write_text(text.replace(change.old, change.new, 1), encoding="utf-8")
    return package


def run(python: Path, folder: Path, suite: str, *options: str, path: Sequence[Path] = ()) -> Ran:
    """Run a suite in the environment of a stack.

    Args:
        python: The stack's, with pytest.
        folder: The folder of the package.
        suite: The text of the author's test file.
        options: Those of pytest.
        path: Folders to import from besides.
    """
    (folder / "test_acme.py").write_text(suite, encoding="utf-8")
    kit = Path(validate_provider.__file__).parents[1]
    found = [folder, kit, Path(stacks.__file__).parents[1], *path]
    plugin = ["-p", "validate_provider.pytest_plugin", "-p", "no:cacheprovider"]
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-rA", *plugin, *options, "test_acme.py"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, found)), "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout + done.stderr)


def xdist(folder: Path) -> Path:
    """Give a folder that holds pytest-xdist, as it is installed here, and what it needs."""
    here = folder / "xdist"
    here.mkdir()
    for name, package in (("pytest-xdist", "xdist"), ("execnet", "execnet")):
        files = Path(str(distribution(name).locate_file(package)))
        (here / package).symlink_to(files)
    return here


def _short(test: str) -> str:
    """The item that stands behind the API in a test's brackets; the test's name if none does."""
    name, _, brackets = test.partition("[")
    item = re.search(r"-(?:files|inference)-(.+)\]", brackets)
    return item[1] if item else name
