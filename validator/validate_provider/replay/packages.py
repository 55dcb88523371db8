"""Walks the rules in the order of the loader's steps, for all releases in question at once.

A release leaves the walk at the first step that fails in it, as it would in the loader, so one
fault is not told as ten.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from validate_provider.contract import Contract
from validate_provider.finding import Answer, Column, Finding, Severity
from validate_provider.record import Record, replace
from validate_provider.rules.rule import Doubt, Fault, Outcome, Rule, package_rules
from validate_provider.source.declared import dependencies
from validate_provider.source.entry import Entry
from validate_provider.source.modules import Sources
from validate_provider.source.project import Package, Project
from validate_provider.source.provider import Provider, providers_of
from validate_provider.source.reader import Reader, TooMuchError
from validate_provider.source.requirement import distribution_of

if TYPE_CHECKING:
    from validate_provider.source.yaml_file import YamlFile


TOO_MUCH = "it is nested too deeply, or does too much at import, to be read"
"""Why nothing is told of a package that uses up what reading may take."""
MODULE_PATH = "SPK102"
"""The rule on releases that do not read `module:`."""


class Verdict(Record):
    """What a set of releases would do with one provider."""

    releases: int
    loads: Answer
    serves: Answer
    code: str
    """The rule of the first step that fails; empty if none does."""
    stack_says: str
    why: str
    """For `unknown`: what could not be told."""


class Told(Record):
    """The YAML that describes a provider, or names it."""

    path: str
    """The file, as a person would type it."""
    directory: Path | None
    """The tree that it is part of; None for a config."""
    config: dict[str, object] | None
    """What a config gives it; None if that is not said."""
    beside: Mapping[object, object] = {}
    """What a run config names of all APIs, as it stands there."""


class ProviderVerdicts(Record):
    """One provider, and what each release would do with it."""

    provider_type: str
    api: str
    package: Package
    verdicts: tuple[Verdict, ...]
    """Disjoint; together all releases in question."""
    told_in: Told | None = None
    """None if the package's own `get_provider_spec` describes it."""

    @property
    def title(self) -> str:
        """What a person calls it: `remote::acme (inference)`, or the package if that is unread."""
        unread = self.provider_type == "?"
        title = self.package.dotted if unread else f"{self.provider_type} ({self.api})"
        return f"{title} in {self.told_in.path}" if self.told_in else title

    def answers(self, column: Column, answer: Answer) -> int:
        """The releases that give this answer to one of the two questions."""
        mask = 0
        for verdict in self.verdicts:
            given = verdict.loads if column is Column.LOADS else verdict.serves
            if given is answer:
                mask |= verdict.releases
        return mask


class Replay(Record):
    """All that was found in one project."""

    project: Project
    releases: int
    providers: tuple[ProviderVerdicts, ...]
    findings: tuple[Finding, ...]
    sources: "tuple[Sources | YamlFile, ...]"

    def line(self, finding: Finding) -> str:
        """The source line that a finding stands on."""
        for sources in self.sources:
            line = sources.line(finding.place) if finding.place else ""
            if line:
                return line
        return ""


class Walk:
    """The releases still walking, and what was met on the way.

    Attributes:
        alive: The releases in which no step has failed yet.
        failed: Where others left: releases, question, rule and the stack's words.
        doubts: What could not be decided.
        findings: What was found.
    """

    def __init__(self, alive: int, sources: Sources) -> None:
        self.alive = alive
        self.failed: list[tuple[int, Column, str, str]] = []
        self.doubts: list[Doubt] = []
        self.findings: list[Finding] = []
        self._sources = sources

    def branch(self) -> "Walk":
        """A walk that goes on from here without changing this one."""
        other = Walk(self.alive, self._sources)
        other.failed = list(self.failed)
        other.doubts = list(self.doubts)
        return other

    def take(self, rule: Rule, outcomes: Iterable[Outcome]) -> None:
        """Note what one rule found; releases that it says do not load stop here."""
        stopped = 0
        for outcome in outcomes:
            mask = outcome.mask & self.alive
            if not mask:
                continue
            if isinstance(outcome, Doubt):
                self.doubts.append(replace(outcome, mask=mask))
                continue
            column = outcome.column or rule.column
            if column is not None:
                self.failed.append((mask, column, rule.code, outcome.says))
            if column is Column.LOADS:
                stopped |= mask
            self.findings.append(self._finding(rule, outcome, mask, column))
        self.alive &= ~stopped

    def _finding(self, rule: Rule, fault: Fault, mask: int, column: Column | None) -> Finding:
        return Finding(
            code=rule.code,
            name=rule.name,
            # What a release would not load or serve is an error, whatever the rule usually tells.
            severity=Severity.ERROR if column else rule.severity,
            message=fault.message,
            releases=mask,
            place=self._sources.place(fault.site),
            hint=fault.hint,
            stack_says=fault.says,
            column=column,
        )

    def verdicts(self, releases: int) -> Iterator[Verdict]:
        """What each release says: the first failing step, else what is unknown, else yes."""
        rest = releases
        for mask, column, code, says in self.failed:
            both = mask & rest if column is Column.LOADS else 0
            if both:
                rest &= ~both
                yield Verdict(both, Answer.NO, Answer.NO, code, says, "")
        for mask, column, code, says in self.failed:
            both = mask & rest if column is Column.SERVES else 0
            if both:
                rest &= ~both
                for part, why in self._split(both, Column.LOADS):
                    loads = Answer.UNKNOWN if why else Answer.YES
                    yield Verdict(part, loads, Answer.NO, code, says, why)
        for part, why in self._split(rest, Column.LOADS):
            if why:
                rest &= ~part
                yield Verdict(part, Answer.UNKNOWN, Answer.UNKNOWN, "", "", why)
        for part, why in self._split(rest, Column.SERVES):
            serves = Answer.UNKNOWN if why else Answer.YES
            yield Verdict(part, Answer.YES, serves, "", "", why)

    def _split(self, mask: int, column: Column) -> Iterator[tuple[int, str]]:
        """The releases of `mask` by the first doubt about this question; no doubt is ''."""
        for doubt in self.doubts:
            both = doubt.mask & mask if doubt.column is column else 0
            if both:
                mask &= ~both
                yield both, doubt.why
        if mask:
            yield mask, ""


def replay(project: Project, contract: Contract, releases: int, shown_from: Path) -> Replay:
    """Say what each release would do with each provider of a project.

    Args:
        project: The project; nothing of it is run.
        contract: What each release holds and expects.
        releases: The releases in question.
        shown_from: The folder that paths are shown relative to.
    """
    providers: list[ProviderVerdicts] = []
    findings: list[Finding] = []
    all_sources: list[Sources | YamlFile] = []
    shown_from = project.shown_from or shown_from
    for package in project.packages:
        sources = Sources((package.root,), shown_from, package.siblings)
        all_sources.append(sources)
        entry = Entry(package, project, reader_of(project, contract, sources, releases))
        try:
            found, told = replay_entry(entry, releases, sources)
        except (RecursionError, MemoryError, TooMuchError):
            found, told = [too_much(package, releases)], []
        providers.extend(found)
        findings.extend(told)
    if project.trees or project.document:
        # PyYAML is not imported for a package without YAML.
        from validate_provider.replay.described import replay_yaml

        of_yaml = replay_yaml(project, contract, releases, shown_from)
        only_yaml = releases & ~contract.flag("module-path")
        providers = [_by_yaml(one, of_yaml.providers, only_yaml) for one in providers]
        findings = _excused(findings, providers)
        providers.extend(of_yaml.providers)
        findings.extend(of_yaml.findings)
        all_sources.extend(of_yaml.sources)
    return Replay(project, releases, tuple(providers), tuple(_sorted(findings)), tuple(all_sources))


def _by_yaml(
    provider: ProviderVerdicts, described: list[ProviderVerdicts], mask: int
) -> ProviderVerdicts:
    """A package's provider; in releases that read only YAML, what they do with its YAML."""
    verdicts = list(provider.verdicts)
    for other in described:
        if (other.provider_type, other.api) != (provider.provider_type, provider.api):
            continue
        theirs = [replace(v, releases=v.releases & mask) for v in other.verdicts]
        verdicts = [replace(v, releases=v.releases & ~mask) for v in verdicts] + theirs
        mask = 0
    return replace(provider, verdicts=tuple(v for v in verdicts if v.releases))


def _excused(findings: list[Finding], providers: list[ProviderVerdicts]) -> list[Finding]:
    """The findings, without the faults of loading by `module:` where YAML loads it instead."""
    failing = 0
    for provider in providers:
        for verdict in provider.verdicts:
            failing |= verdict.releases if verdict.code == MODULE_PATH else 0
    left = [
        replace(one, releases=one.releases & failing) if one.code == MODULE_PATH else one
        for one in findings
    ]
    return [one for one in left if one.releases]


def reader_of(project: Project, contract: Contract, sources: Sources, releases: int) -> Reader:
    """What reads the files of a project's package."""
    installed = frozenset(distribution_of(r) for r in dependencies(project)[0])
    return Reader(contract, sources, releases, installed)


def too_much(package: Package, releases: int) -> ProviderVerdicts:
    """What can be said of a package that is too much to read."""
    verdict = Verdict(releases, Answer.UNKNOWN, Answer.UNKNOWN, "", "", TOO_MUCH)
    return ProviderVerdicts("?", "?", package, (verdict,))


def replay_entry(
    entry: Entry, releases: int, sources: Sources
) -> tuple[list[ProviderVerdicts], list[Finding]]:
    """Say what each release would do with what a package returns."""
    walk = Walk(releases, sources)
    for rule in package_rules():
        if rule.on_entry is not None:
            walk.take(rule, rule.on_entry(entry, walk.alive) if walk.alive else ())
    findings = list(walk.findings)
    verdicts: list[ProviderVerdicts] = []
    found = providers_of(entry) if walk.alive else ()
    named = 0
    for provider in found:
        named |= provider.mask if provider.provider_type != "?" else 0
    unread = walk.alive & ~named
    if unread:
        why = "the provider's type or API can't be read"
        walk.doubts.append(Doubt(unread, why, entry.site_of_function()))
    for provider in found:
        elsewhere = walk.alive & ~provider.mask & ~unread
        walks = [_walked(way, walk, elsewhere) for way in provider.ways]
        told = reduce(_either, [tuple(own.verdicts(releases)) for own in walks])
        findings.extend(_certain([own.findings for own in walks], told))
        verdicts.append(ProviderVerdicts(provider.provider_type, provider.api, entry.package, told))
    if not found:
        verdicts.append(ProviderVerdicts("?", "?", entry.package, tuple(walk.verdicts(releases))))
    return verdicts, findings


def _walked(provider: Provider, walk: Walk, elsewhere: int) -> Walk:
    """The walk of one provider, with one of the implementations that it may return."""
    own = walk.branch()
    own.alive &= provider.mask
    site = provider.entry.site_of_function()
    for mask, why in provider.perhaps:
        own.doubts.append(Doubt(mask & own.alive, why, site))
    replay_provider(provider, own)
    if elsewhere:
        own.doubts.append(_not_returned(provider, elsewhere))
    return own


def _certain(ways: list[list[Finding]], told: tuple[Verdict, ...]) -> list[Finding]:
    """The findings that hold whichever implementation is returned, or that a `no` is due to."""
    refused = 0
    for verdict in told:
        refused |= verdict.releases if Answer.NO in (verdict.loads, verdict.serves) else 0
    return [
        finding
        for way in ways
        for finding in way
        if all(finding in other for other in ways)
        or (finding.column is not None and finding.releases & refused)
    ]


def _either(one: tuple[Verdict, ...], other: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """The verdicts where it can't be told which of two implementations is returned."""
    why = "which implementation the factory returns can't be told, and not all of them would do"
    merged: list[Verdict] = []
    for a in one:
        for b in other:
            both = a.releases & b.releases
            if not both:
                continue
            if (a.loads, a.serves) == (b.loads, b.serves):
                merged.append(replace(a, releases=both))
                continue
            loads = a.loads if a.loads is b.loads else Answer.UNKNOWN
            serves = a.serves if a.serves is b.serves else Answer.UNKNOWN
            merged.append(Verdict(both, loads, serves, "", "", why))
    return tuple(merged)


def replay_provider(provider: Provider, walk: Walk, first: str = "") -> None:
    """Walk the rules on providers, those from the code `first` on."""
    for rule in package_rules():
        if rule.on_provider is not None and walk.alive and rule.code >= first:
            walk.take(rule, rule.on_provider(provider, walk.alive))


def _not_returned(provider: Provider, mask: int) -> Doubt:
    why = "get_provider_spec returns other providers in these releases"
    return Doubt(mask, why, provider.entry.site_of_function())


def _sorted(findings: list[Finding]) -> list[Finding]:
    """By place, then code; equal ones of several providers once, with the releases of all."""
    unique: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.place, finding.message, finding.stack_says)
        before = unique.get(key)
        both = before.releases if before else 0
        unique[key] = replace(before or finding, releases=both | finding.releases)
    order = list(Severity)
    return sorted(
        unique.values(),
        key=lambda f: (f.place.order if f.place else (), f.code, order.index(f.severity)),
    )
