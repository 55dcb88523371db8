"""Stacks of a few lines, read as real ones are."""

from collections.abc import Mapping
from pathlib import Path

from template_maker.places import Places
from template_maker.release import Sources
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.imports import add_names
from validate_provider.contract.extract.modules import Reader
from validate_provider.contract.extract.wheels import Source
from validate_provider.contract.names import ROOTS, ImportTable
from validate_provider.contract.releases import Release, Timeline

Files = Mapping[str, str]
"""Path -> text: `llama_stack_api/__init__.py`."""


def sources(files: Files) -> Sources:
    """Return the modules of one release."""
    return Sources({source.dotted: source for source in _sources(files)})


def places(folder: Path, *releases: Files) -> Places:
    """Return the places of names for the last of some releases, oldest first."""
    numbers = [str(number) for number, _ in enumerate(releases)]
    timeline = Timeline(
        Release("llama-stack", number, "llama_stack", "", "", ">=3.12") for number in numbers
    )
    facts = Facts()
    for bit, files in enumerate(releases):
        add_names(facts, Reader().read(_sources(files)), 1 << bit)
    for root in ROOTS:
        (folder / f"{root}.txt").write_text(facts.text(timeline, root), encoding="utf-8")
    newest = 1 << len(releases) - 1
    table = ImportTable(folder, timeline)
    return Places(table, sources(releases[-1]), newest, timeline.everything)


def _sources(files: Files) -> list[Source]:
    return [
        Source(
            path.removesuffix(".py").removesuffix("/__init__").replace("/", "."),
            path.endswith("/__init__.py"),
            text,
        )
        for path, text in files.items()
    ]
