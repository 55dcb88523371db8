"""Reading a package that a test writes out, for all releases."""

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

from validate_provider.contract import Contract
from validate_provider.source.entry import Entry
from validate_provider.source.modules import Sources
from validate_provider.source.project import find_project
from validate_provider.source.reader import Reader
from validate_provider.source.values import Cases, Value

Read = Callable[[Mapping[str, str]], Entry]


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files, named by paths below the folder; their text may be indented."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def read(
    folder: Path,
    files: Mapping[str, str],
    contract: Contract,
    installed: frozenset[str] = frozenset(),
) -> Entry:
    """The entry of the only package among the files."""
    project = find_project(write(folder, files))
    (package,) = project.packages
    sources = Sources((package.root,), folder)
    reader = Reader(contract, sources, contract.timeline.everything, installed)
    return Entry(package, project, reader)


def by_release(cases: Cases, contract: Contract) -> dict[str, Value]:
    """What a person would print of cases: ranges of releases, and the value there."""
    return {", ".join(contract.timeline.ranges(case.mask)): case.value for case in cases}
