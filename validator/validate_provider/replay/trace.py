"""The loader's walk through one provider, step by step, for one release."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from validate_provider.contract import Contract
from validate_provider.finding import Answer, Finding
from validate_provider.record import Record
from validate_provider.replay.packages import TOO_MUCH, Walk, reader_of
from validate_provider.rules.rule import Doubt, Rule, package_rules
from validate_provider.source.entry import Entry
from validate_provider.source.layout import Package
from validate_provider.source.modules import Sources
from validate_provider.source.project import Project
from validate_provider.source.provider import Provider, providers_of
from validate_provider.source.reader import TooMuchError
from validate_provider.source.values import (
    Case,
    OwnClass,
    OwnFunction,
    OwnModule,
    Site,
    StackClass,
    StackModule,
    Value,
)


class Stage(StrEnum):
    """What the loader does, in its own order."""

    FIND = "find the provider module"
    CALL = "call get_provider_spec()"
    REGISTER = "enter it in the registry"
    IMPORT = "import spec.module"
    CONFIG = "find the config class"
    FACTORY = "call the factory"
    IMPLEMENTATION = "take the implementation"
    PROTOCOL = "compare with the protocol"
    START = "start the stack"


_OF_ENTRY = (Stage.FIND, Stage.CALL)
_BY_CODE = {
    "SPK207": Stage.IMPORT,
    "SPK302": Stage.IMPORT,
    "SPK104": Stage.CALL,
    "SPK105": Stage.CALL,
    "SPK301": Stage.REGISTER,
    "SPK206": Stage.REGISTER,
    "SPK505": Stage.IMPLEMENTATION,
    "SPK506": Stage.IMPLEMENTATION,
    "SPK507": Stage.IMPLEMENTATION,
    "SPK508": Stage.IMPLEMENTATION,
    "SPK510": Stage.IMPLEMENTATION,
}
_BY_HUNDRED = {
    "1": Stage.FIND,
    "2": Stage.CALL,
    "3": Stage.REGISTER,
    "4": Stage.CONFIG,
    "5": Stage.FACTORY,
    "6": Stage.PROTOCOL,
    "7": Stage.START,
}
"""The step that a rule is about, by the first number of its code."""


class Step(Record):
    """One step of the walk, and how it ends."""

    stage: Stage
    answer: Answer | None
    """None if the loader does not get so far."""
    found: tuple[str, ...]
    """What was found, with the place it stands at."""
    findings: tuple[Finding, ...]
    why: str
    """For `unknown`: what could not be told."""


class Trace(Record):
    """The walk through one provider."""

    title: str
    steps: tuple[Step, ...]


def trace(project: Project, contract: Contract, release: int, here: Path) -> tuple[Trace, ...]:
    """Walk as the loader of one release would, noting what each step meets.

    Args:
        project: The project; nothing of it is run.
        contract: What each release holds and expects.
        release: The set of that one release.
        here: The folder that paths are shown relative to.
    """
    # A run config has no package itself: those that it may name stand beside it.
    places = (project,) if project.packages else project.beside
    return tuple(
        walk
        for place in places
        for package in place.packages
        for walk in _of_package(package, place, contract, release, here)
    )


def _of_package(
    package: Package, project: Project, contract: Contract, release: int, here: Path
) -> Iterator[Trace]:
    sources = Sources((package.root,), project.shown_from or here, package.siblings)
    entry = Entry(package, project, reader_of(project, contract, sources, release))
    try:
        yield from _of_entry(entry, sources)
    except (RecursionError, MemoryError, TooMuchError):
        unread = Step(Stage.FIND, Answer.UNKNOWN, (), (), TOO_MUCH)
        yield Trace(package.dotted, (unread, *_unreached(tuple(Stage)[1:])))


class _Notes:
    """A walk whose outcomes are kept by the step they belong to."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.findings: dict[Stage, list[Finding]] = {}
        self.doubts: dict[Stage, Doubt] = {}
        self.stopped: Stage | None = None

    def branch(self) -> "_Notes":
        other = _Notes(self.walk.branch())
        other.findings = {stage: list(found) for stage, found in self.findings.items()}
        other.doubts = dict(self.doubts)
        other.stopped = self.stopped
        return other

    def take(self, rule: Rule, entry: Entry, provider: Provider | None) -> None:
        """Apply one rule, and note under its step what it says."""
        walk, stage = self.walk, _stage_of(rule)
        if stage is None or not walk.alive:
            return
        before = len(walk.findings), len(walk.doubts)
        if provider is None:
            walk.take(rule, rule.on_entry(entry, walk.alive) if rule.on_entry else ())
        else:
            walk.take(rule, rule.on_provider(provider, walk.alive) if rule.on_provider else ())
        self.findings.setdefault(stage, []).extend(walk.findings[before[0] :])
        for doubt in walk.doubts[before[1] :]:
            self.doubts.setdefault(stage, doubt)
        if not walk.alive:
            self.stopped = stage

    def step(self, stage: Stage, found: Iterator[str]) -> Step:
        """How a step ends; what it found is looked at only if it is reached."""
        if self.stopped is not None and tuple(Stage).index(stage) > tuple(Stage).index(
            self.stopped
        ):
            return Step(stage, None, (), (), "")
        findings = tuple(self.findings.get(stage, ()))
        doubt = self.doubts.get(stage)
        failed = any(finding.column is not None for finding in findings)
        answer = Answer.NO if failed else Answer.UNKNOWN if doubt else Answer.YES
        return Step(stage, answer, tuple(found), findings, doubt.why if doubt else "")


def _of_entry(entry: Entry, sources: Sources) -> Iterator[Trace]:
    notes = _Notes(Walk(entry.reader.releases, sources))
    for rule in package_rules():
        notes.take(rule, entry, None)
    first = [notes.step(Stage.FIND, _module(entry)), notes.step(Stage.CALL, _call(entry))]
    providers = providers_of(entry) if notes.walk.alive else ()
    for provider in providers:
        own = notes.branch()
        own.walk.alive &= provider.mask
        if not own.walk.alive:
            continue
        for rule in package_rules():
            own.take(rule, entry, provider)
        looks = {
            Stage.FIND: _module(entry),
            Stage.CALL: _call(entry),
            Stage.REGISTER: _registered(provider),
            Stage.IMPORT: _implementation_module(provider),
            Stage.CONFIG: _config(provider),
            Stage.FACTORY: _factory(provider),
            Stage.IMPLEMENTATION: _implementation(provider),
            Stage.PROTOCOL: _protocol(provider),
            Stage.START: _hooks(provider),
        }
        steps = tuple(own.step(stage, found) for stage, found in looks.items())
        yield Trace(f"{provider.provider_type} ({provider.api})", steps)
    if not providers:
        yield Trace(entry.package.dotted, (*first, *_unreached(tuple(Stage)[2:])))


def _unreached(stages: tuple[Stage, ...]) -> Iterator[Step]:
    return (Step(stage, None, (), (), "") for stage in stages)


def _stage_of(rule: Rule) -> Stage | None:
    """The step that a rule is about; None for what the loader never looks at."""
    return _BY_CODE.get(rule.code) or _BY_HUNDRED.get(rule.code[3])


def _module(entry: Entry) -> Iterator[str]:
    module = entry.reader.sources.module(entry.module)
    if module is not None:
        yield f"{entry.module} is {module.shown}"


def _call(entry: Entry) -> Iterator[str]:
    if entry.imported:
        yield f"it is at {_at(entry.site_of_function())}"
    for spec in entry.specs:
        title = _title(spec.instance.of)
        article = "an" if title[0] in "AEIOU" else "a"
        yield f"it returns {article} {title} ({_at(spec.instance.site)})"


def _registered(provider: Provider) -> Iterator[str]:
    yield f"{provider.provider_type} for the API {provider.api}"


def _implementation_module(provider: Provider) -> Iterator[str]:
    for _mask, dotted in provider.implementation_module:
        module = provider.reader.sources.module(dotted)
        yield f"{dotted} is {module.shown}" if module is not None else dotted


def _config(provider: Provider) -> Iterator[str]:
    for _mask, dotted, lookup in provider.config_class:
        places = [_of_case(case) for case in lookup.cases]
        yield f"{dotted} is {', '.join(places)}" if places else dotted


def _factory(provider: Provider) -> Iterator[str]:
    for _mask, module, name, lookup in provider.factory:
        places = [_of_case(case) for case in lookup.cases]
        yield f"{module}.{name} is {', '.join(places)}" if places else f"{module}.{name}"


def _implementation(provider: Provider) -> Iterator[str]:
    for _mask, cls in provider.implementation:
        yield f"{_title(cls)} is {_of_value(cls)}"


def _protocol(provider: Provider) -> Iterator[str]:
    contract, mask = provider.contract, provider.mask
    checked = [name for name, held in contract.checked(provider.api).items() if held & mask]
    methods = [
        name
        for name, cases in contract.methods(provider.api).items()
        if any(case[0] & mask for case in cases)
    ]
    for held, dotted in contract.protocol(provider.api):
        if held & mask:
            looks = "none of them" if not checked else f"{len(checked)} of them"
            title = dotted.rpartition(".")[2]
            yield f"{title} has {len(methods)} methods; the loader looks at {looks}"


def _hooks(provider: Provider) -> Iterator[str]:
    hooks = provider.contract.startup_hooks(provider.api)
    called = [name for name, held in hooks.items() if held & provider.mask]
    yield f"it calls {', '.join(called)}" if called else "it needs nothing more of a provider"


def _of_case(case: Case) -> str:
    return _of_value(case.value)


def _of_value(value: Value) -> str:
    """Where a value stands, or what the stack calls it."""
    match value:
        case OwnClass() | OwnFunction():
            return _at(value.module.site(value.node))
        case OwnModule(module):
            return module.shown
        case StackClass(dotted) | StackModule(dotted):
            return dotted
        case _:
            return "something that can't be read"


def _title(value: Value) -> str:
    title = getattr(value, "title", "")
    return title if isinstance(title, str) and title else "spec"


def _at(site: Site) -> str:
    return f"{site.path}:{site.line}"
