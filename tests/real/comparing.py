"""Puts a package to reading and to the real loader, and compares what they say."""

import itertools
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from tests.real.corpora.ground import Case, Ground
from tests.real.forked import Forks
from validate_provider.finding import Answer
from validate_provider.inputs.find import find_inputs
from validate_provider.live import asking, hints
from validate_provider.live.asking import Question
from validate_provider.live.difference import AT_REQUEST
from validate_provider.live.load import LoadReport, Step, load
from validate_provider.live.terms import Terms
from validate_provider.record import replace
from validate_provider.replay.packages import ProviderVerdicts, Verdict, replay
from validate_provider.source.project import Project

SECONDS = 60
_STEPS = {
    "1": {Step.REGISTRY, Step.VALIDATE},
    "2": {Step.REGISTRY, Step.VALIDATE, Step.MODULE_IMPORT},
    "3": {
        Step.REGISTRY,
        Step.VALIDATE,
        Step.DEPENDENCIES,
        Step.MODULE_IMPORT,
        Step.INSTANTIATE,
    },
    "4": {Step.CONFIG_CLASS, Step.CONFIG},
    "5": {Step.MODULE_IMPORT, Step.FACTORY},
    "6": {Step.PROTOCOL},
    "7": {Step.START_UP},
    "8": {Step.REGISTRY, Step.VALIDATE, Step.MODULE_IMPORT},
}
"""The first digit of a rule's code -> the steps of the loader in which what it tells happens."""


class Match(StrEnum):
    """How the two answers to one question stand to each other."""

    AGREE = "agree"
    UNKNOWN = "unknown"
    """Reading leaves it open."""
    FALSE_YES = "false yes"
    FALSE_NO = "false no"
    NOT_ASKED = "not asked"
    """The real stack can't be asked it here."""
    BROKEN = "stack broken"
    """The real stack does not work even without the provider."""


class Pair(NamedTuple):
    """One provider on one line: what reading says, what the loader says."""

    corpus: str
    name: str
    """The package and its provider."""
    line: str
    verdict: Verdict
    report: LoadReport

    @property
    def loads(self) -> Match:
        """How the answers to "does it load?" stand to each other."""
        return self._match(self.verdict.loads, really_loads(self.report))

    @property
    def serves(self) -> Match:
        """How the answers to "does the stack start with it?" stand to each other."""
        read, real = self.verdict.serves, self.report.serves
        if really_loads(self.report) is Answer.NO:
            real = Answer.NO
        at_request = read is Answer.NO and self.verdict.code.startswith(AT_REQUEST)
        if at_request and self.verdict.loads is not Answer.NO and real is Answer.YES:
            return Match.AGREE
        return self._match(read, real)

    def _match(self, read: Answer, real: Answer) -> Match:
        if self.report.stack_broken:
            return Match.BROKEN
        if real is Answer.UNKNOWN:
            return Match.NOT_ASKED
        if read is Answer.UNKNOWN:
            return Match.UNKNOWN
        if read is real:
            return Match.AGREE
        return Match.FALSE_YES if read is Answer.YES else Match.FALSE_NO

    @property
    def same_words(self) -> bool:
        """Whether, where both say no, it is for the same reason: in one step and the same words."""
        if self.loads is not Match.AGREE or self.verdict.loads is not Answer.NO:
            return True
        if self.report.hint == hints.NO_MODULE_KEY:  # its words name what it was asked for
            return True
        said = self.verdict.stack_says.partition("\n")[0].rstrip(".")
        step = self.report.step in _STEPS[self.verdict.code[3]]
        return step and any(str(link).startswith(said) for link in self.report.chain)


def really_loads(report: LoadReport) -> Answer:
    """Whether the provider loads, in the words of a run config with a `module:`.

    A stack that knows no such key says that there is no such provider; `load` itself leaves that
    open, as a person then means something else.
    """
    return Answer.NO if report.hint == hints.NO_MODULE_KEY else report.loads


class Comparison:
    """Compares on real stacks, each imported once.

    Args:
        ground: What the packages were written from.
        forks: The stacks, waiting.
    """

    def __init__(self, ground: Ground, forks: Forks) -> None:
        self._ground = ground
        self._forks = forks

    def pairs(self, corpus: str, case: Case) -> Iterator[Pair]:
        """Ask about each provider of a package, on each of its lines that is asked at all."""
        lines = [line for line in case.lines if line in self._ground.pythons]
        paths = [case.directory, case.folder] if case.directory else [case.folder]
        with find_inputs(map(str, paths), case.folder) as found:
            # YAML comes first; the package beside it is only what that names.
            projects = found.projects[:1] if case.directory else found.projects
            ways = [way for project in projects for way in _ways(project)]
            for line, (project, directory) in itertools.product(lines, ways):
                bit = self._ground.bits[line]
                for provider in replay(project, self._ground.contract, bit, case.folder).providers:
                    (verdict,) = provider.verdicts
                    report = self.ask(provider, case, line, directory)
                    by = " by YAML" if directory else ""
                    name = f"{case.name}: {provider.api} {provider.provider_type}{by}"
                    yield Pair(corpus, name, line, verdict, report)

    def ask(
        self, provider: ProviderVerdicts, case: Case, line: str, directory: Path | None = None
    ) -> LoadReport:
        """Ask the real stack about one provider of a package."""
        known = provider.provider_type != "?"
        question = Question(
            module=provider.package.dotted,
            api=provider.api if known else None,
            provider_type=provider.provider_type if known else None,
            config=case.config,
            search_path=(provider.package.root,),
        )
        run = partial(self._forks.run, alone=case.alone, directory=directory)
        with patch.object(asking, "run", run):
            return load(question, self._ground.pythons[line], Terms(seconds=SECONDS))


def _ways(project: Project) -> Iterator[tuple[Project, Path | None]]:
    """The ways that a stack can be led to a project: by its module, or by a tree of YAML."""
    if project.packages:
        yield replace(project, trees=()), None
    for tree in project.trees:
        beside = (*project.beside, project)
        yield replace(project, packages=(), trees=(tree,), beside=beside), tree.root
