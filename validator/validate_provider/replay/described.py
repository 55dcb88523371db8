"""Walks the rules for providers that YAML describes or names, as `replay` does for packages."""

from collections.abc import Iterator
from pathlib import Path

from validate_provider.contract import Contract
from validate_provider.finding import Answer, Finding
from validate_provider.record import Record, replace
from validate_provider.replay.packages import (
    TOO_MUCH,
    ProviderVerdicts,
    Told,
    Verdict,
    Walk,
    reader_of,
    replay_provider,
)
from validate_provider.rules.rule import Doubt, package_rules, yaml_rules
from validate_provider.source.directory import FileEntry, SpecFile
from validate_provider.source.documents import Tree
from validate_provider.source.entry import Entry
from validate_provider.source.modules import Sources
from validate_provider.source.named import Named, find_package
from validate_provider.source.project import Package, Project
from validate_provider.source.reader import TooMuchError
from validate_provider.source.run_config import ConfigEntry, RunConfig
from validate_provider.source.yaml_file import YamlFile, plain

_FIRST_OF_ANY_SPEC = "SPK209"
"""The rules on providers before it are about calls of the spec classes, in Python."""
_YAML = "SPK8"


class Replayed(Record):
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
    trees = list(project.trees)
    config = None
    if project.document is not None:
        yaml = YamlFile(project.document.path, shown_from)
        found.sources.append(yaml)
        config = RunConfig(yaml, contract, releases)
        packages = [(e, *_package_of(e, project, shown_from)) for e in config.entries()]
        for entry, package, sources in packages:
            _replay_configured(entry, package, sources, found)
        trees.extend(config.trees())
    for tree in trees:
        for file in _files(tree, contract, releases, shown_from):
            _replay_file(file, project, found, shown_from)
    if config is not None and not found.providers:
        found.providers.append(_nothing(config))
    return found


def _nothing(config: RunConfig) -> ProviderVerdicts:
    """Stands for a config that names no provider which can be looked at."""
    path = config.yaml.path
    why = "it names no external provider"
    if config.external_dir:
        why = f"the folder `{config.external_dir}` is not here; pass it too"
    unknown = Verdict(config.releases, Answer.UNKNOWN, Answer.UNKNOWN, "", "", why)
    return ProviderVerdicts("?", "?", Package(path.stem, path.parent, path.parent), (unknown,))


def _files(tree: Tree, contract: Contract, releases: int, shown_from: Path) -> Iterator[SpecFile]:
    for path in tree.files:
        yield SpecFile(tree.root, path, shown_from, contract, releases)


def _replay_file(file: SpecFile, project: Project, found: Replayed, shown_from: Path) -> None:
    named = find_package(file.modules, project)
    if named:
        seen_from = named.project.shown_from or shown_from
        sources = Sources((named.package.root,), seen_from, named.package.siblings)
    else:
        sources = Sources((), shown_from)
    found.sources.extend([file.yaml, sources])
    walk = Walk(file.releases, sources)
    for rule in yaml_rules():
        if rule.on_file is not None and walk.alive:
            walk.take(rule, rule.on_file(file, walk.alive))
    if walk.alive:
        _replay_package(file, named, walk, sources)
    package = named.package if named else _absent(file)
    found.findings.extend(walk.findings)
    verdicts = tuple(walk.verdicts(file.releases))
    told = Told(file.yaml.shown, file.root, None)
    found.providers.append(
        ProviderVerdicts(file.provider_type, file.api, package, verdicts, told_in=told)
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
            walk.doubts.append(Doubt(walk.alive, TOO_MUCH, file.yaml.start))


def _absent(file: SpecFile) -> Package:
    """Stands for a package that is not here."""
    path = file.yaml.path
    return Package(file.modules[0] if file.modules else path.stem, path.parent, file.root)


def _replay_configured(
    entry: ConfigEntry, package: Package, sources: Sources, found: Replayed
) -> None:
    found.sources.append(sources)
    walk = Walk(entry.config.releases, sources)
    try:
        _walk_configured(entry, walk)
    except (RecursionError, MemoryError, TooMuchError):
        walk.doubts.append(Doubt(walk.alive, TOO_MUCH, entry.node.site))
    found.findings.extend(walk.findings)
    verdicts = tuple(walk.verdicts(entry.config.releases))
    values = plain(entry.values)
    config = {str(key): value for key, value in values.items()} if isinstance(values, dict) else {}
    named = plain(entry.config.providers)
    beside = named if isinstance(named, dict) and not entry.config.build else {}
    told = Told(entry.config.yaml.shown, None, config, beside)
    found.providers.append(
        ProviderVerdicts(entry.provider_type, entry.api, package, verdicts, told_in=told)
    )


def _package_of(entry: ConfigEntry, project: Project, shown_from: Path) -> tuple[Package, Sources]:
    """The package that an entry names, and its files; where it is not here, a name and none."""
    named = find_package([entry.package_name], project)
    if named is None:
        path = entry.config.yaml.path
        return Package(entry.module or path.stem, path.parent, path.parent), Sources((), shown_from)
    root = named.package.root
    package = replace(
        named.package,
        dotted=entry.package_name,
        folder=root.joinpath(*entry.package_name.split(".")),
    )
    seen_from = named.project.shown_from or shown_from
    sources = Sources((root,), seen_from, package.siblings)
    reader = reader_of(named.project, entry.contract, sources, entry.config.releases)
    entry.package = Entry(package, named.project, reader)
    entry.config.at_hand.append(entry)
    return package, sources


def _walk_configured(entry: ConfigEntry, walk: Walk) -> None:
    """Go the loader's way with an entry: the config, its module, the spec, then the provider."""
    _take_config_rules(entry, walk, "SPK82")
    for doubt in walk.doubts:
        walk.alive &= ~doubt.mask
    if not walk.alive:
        return
    if entry.package is None:
        why = f"the package `{entry.package_name}` is not here; pass its folder too"
        walk.doubts.append(Doubt(walk.alive, why, entry.site("module")))
        return
    for rule in package_rules():
        if rule.on_entry is not None and walk.alive and rule.code < _YAML:
            walk.take(rule, rule.on_entry(entry.package, walk.alive))
    _take_config_rules(entry, walk, "SPK83")
    if entry.disabled:
        return
    unread = walk.alive
    for provider in entry.providers:
        unread &= ~provider.mask
    if unread:
        why = "what the package returns for this type can't be read"
        walk.doubts.append(Doubt(unread, why, entry.package.site_of_function()))
    _take_provider_rules(entry, walk, "", "SPK302")
    _take_config_rules(entry, walk, "SPK84")
    _take_provider_rules(entry, walk, "SPK302", "SPK5")
    _take_config_rules(entry, walk, "SPK85")
    _take_provider_rules(entry, walk, "SPK5", _YAML)
    _take_config_rules(entry, walk, "SPK86")


def _take_config_rules(entry: ConfigEntry, walk: Walk, group: str) -> None:
    for rule in yaml_rules():
        if rule.on_config is not None and walk.alive and rule.code.startswith(group):
            walk.take(rule, rule.on_config(entry, walk.alive))


def _take_provider_rules(entry: ConfigEntry, walk: Walk, first: str, end: str) -> None:
    """Walk the rules on providers from the code `first` to the one before `end`."""
    for rule in package_rules():
        if rule.on_provider is None or not first <= rule.code < end:
            continue
        for provider in entry.providers:
            alive = walk.alive & provider.mask
            if alive:
                walk.take(rule, rule.on_provider(provider, alive))
