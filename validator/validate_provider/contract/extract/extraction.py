"""From the wheels of some releases to a folder of data files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.definitions import Definitions
from validate_provider.contract.extract.apis import add_apis, read_apis, read_rule
from validate_provider.contract.extract.calls import add_calls
from validate_provider.contract.extract.definitions import add_definitions
from validate_provider.contract.extract.digests import add_digests
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.flags import add_flags
from validate_provider.contract.extract.hooks import add_hooks
from validate_provider.contract.extract.imports import add_names
from validate_provider.contract.extract.loader_source import LoaderSource
from validate_provider.contract.extract.modules import Module, Reader
from validate_provider.contract.extract.published import Published, render_list
from validate_provider.contract.names import ROOTS, ImportTable
from validate_provider.contract.releases import Timeline, read_timeline

_Modules = Mapping[str, Module]


def extract(releases: Sequence[Published], out: Path, progress: Callable[[str], None]) -> None:
    """Write the data of RELEASES into the folder OUT; tell PROGRESS how far it is.

    Each stage is read back through the reading side before the next: the bases of classes are
    found through the import table, the checked methods through the class tables. So they are
    what a reader of the data will find.

    Raises:
        UnreadableModuleError: A module uses a form that isn't known yet.
        UnreadableLoaderError: A loader does.
        SyntaxError: This Python is older than a module's syntax.
    """
    _write(out, "releases.txt", render_list(releases))
    timeline = read_timeline(BlockFile(out / "releases.txt"))
    stacks = _read_stacks(releases, progress)
    _write_names(out, timeline, stacks)
    table = ImportTable(out / "names", timeline)
    _write_definitions(out, timeline, stacks, table)
    _write_loader(out, timeline, stacks, table)
    _write_requirements(out, timeline, releases)


def _read_stacks(releases: Sequence[Published], progress: Callable[[str], None]) -> list[_Modules]:
    reader = Reader()
    stacks: list[_Modules] = []
    for release in releases:
        progress(f"reading {release.listed.label}")
        sources = (source for wheel in release.wheels for source in wheel.sources())
        stacks.append(reader.read(sources))
    return stacks


def _write_names(out: Path, timeline: Timeline, stacks: Sequence[_Modules]) -> None:
    facts = Facts()
    for bit, modules in enumerate(stacks):
        add_names(facts, modules, 1 << bit)
    _write_by_root(out, "names", facts, timeline)


def _write_definitions(
    out: Path, timeline: Timeline, stacks: Sequence[_Modules], table: ImportTable
) -> None:
    facts = Facts()
    keep: set[str] = set()
    for bit, modules in enumerate(stacks):
        keep |= add_definitions(facts, modules, table, 1 << bit)
    facts.keep(keep)
    _write_by_root(out, "definitions", facts, timeline)


def _write_loader(
    out: Path, timeline: Timeline, stacks: Sequence[_Modules], table: ImportTable
) -> None:
    facts = Facts()
    definitions = Definitions(out / "definitions", timeline)
    for (mask, release), modules in zip(timeline.members(timeline.everything), stacks, strict=True):
        source = LoaderSource(modules, release.root)
        apis = read_apis(source, modules, table, mask)
        add_apis(facts, apis, read_rule(source), definitions, mask)
        add_hooks(facts, source, apis.routing, mask)
        add_calls(facts, source, modules, apis, mask)
        add_flags(facts, source, mask)
        add_digests(facts, source, mask)
    _write(out, "loader.txt", facts.text(timeline))


def _write_requirements(out: Path, timeline: Timeline, releases: Sequence[Published]) -> None:
    facts = Facts()
    for bit, release in enumerate(releases):
        for package, wheel in zip(("server", "api"), release.wheels, strict=False):
            for requirement in wheel.metadata().requires:
                facts.add(package, requirement, 1 << bit)
    _write(out, "requires.txt", facts.text(timeline))


def _write_by_root(out: Path, folder: str, facts: Facts, timeline: Timeline) -> None:
    """Write a file for each top-level package: who asks about one need not read the others."""
    for root in ROOTS:
        _write(out, f"{folder}/{root}.txt", facts.text(timeline, root))


def _write(out: Path, name: str, text: str) -> None:
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
