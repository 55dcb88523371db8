"""Walks the rules for providers that YAML describes or names, as `replay` does for packages."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from validate_provider.contract import Contract
from validate_provider.finding import Finding
from validate_provider.replay import ProviderVerdicts, Walk, reader_of, replay_provider
from validate_provider.rules.rule import Doubt, yaml_rules
from validate_provider.source.directory import FileEntry, SpecFile
from validate_provider.source.documents import Tree
from validate_provider.source.modules import Sources
from validate_provider.source.named import Named, find_package
from validate_provider.source.project import Package, Project
from validate_provider.source.reader import TooMuchError
from validate_provider.source.yaml_file import YamlFile

_FIRST_OF_ANY_SPEC = "SPK209"
"""The rules on providers before it are about calls of the spec classes, in Python."""
_TOO_MUCH = "it is nested too deeply, or does too much at import, to be read"


class Replayed(NamedTuple):
    """What the YAML of a project came to."""

    providers: list[ProviderVerdicts]
    findings: list[Finding]
    sources: list[Sources | YamlFile]


def replay_yaml(project: Project, contract: Contract, releases: int, shown_from: Path) -> Replayed:
    """Say what each release would do with the providers of a project's YAML files.

    Args:
        project: The project, with its trees of specs and its config.
        contract: What each release holds and expects.
        releases: The releases in question.
        shown_from: The folder that paths are shown relative to.
    """
    found = Replayed([], [], [])
    for tree in project.trees:
        for file in _files(tree, contract, releases, shown_from):
            _replay_file(file, project, found, shown_from)
    return found


def _files(tree: Tree, contract: Contract, releases: int, shown_from: Path) -> Iterator[SpecFile]:
    for path in tree.files:
        yield SpecFile(tree.root, path, shown_from, contract, releases)


def _replay_file(file: SpecFile, project: Project, found: Replayed, shown_from: Path) -> None:
    named = find_package(file.modules, project)
    sources = Sources((named.package.root,) if named else (), shown_from)
    found.sources.extend([file.yaml, sources])
    walk = Walk(file.releases, sources)
    for rule in yaml_rules():
        if rule.on_file is not None and walk.alive:
            walk.take(rule, rule.on_file(file, walk.alive))
    if walk.alive:
        _replay_package(file, named, walk, sources)
    package = named.package if named else _absent(file)
    found.findings.extend(walk.findings)
    found.providers.append(
        ProviderVerdicts(file.provider_type, file.api, package, tuple(walk.verdicts(file.releases)))
    )


def _replay_package(file: SpecFile, named: Named | None, walk: Walk, sources: Sources) -> None:
    if file.yaml.too_much:
        walk.doubts.append(Doubt(walk.alive, file.yaml.too_much, file.yaml.start))
    elif named is None:
        top = file.modules[0].partition(".")[0] if file.modules else "?"
        why = f"the package `{top}` is not here; pass its folder too"
        walk.doubts.append(Doubt(walk.alive, why, file.yaml.start))
    else:
        reader = reader_of(named.project, file.contract, sources, file.releases)
        entry = FileEntry(file, walk.alive, named.package, named.project, reader)
        try:
            replay_provider(entry.provider, walk, _FIRST_OF_ANY_SPEC)
        except (RecursionError, MemoryError, TooMuchError):
            walk.doubts.append(Doubt(walk.alive, _TOO_MUCH, file.yaml.start))


def _absent(file: SpecFile) -> Package:
    """Stands for a package that is not here."""
    path = file.yaml.path
    return Package(file.modules[0] if file.modules else path.stem, path.parent, file.root)
