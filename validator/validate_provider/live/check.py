"""Put every provider of a project to the stack installed in its environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from validate_provider.contract import Timeline
from validate_provider.finding import Answer
from validate_provider.live.asking import Question
from validate_provider.live.environment import Environment, find
from validate_provider.live.load import LoadReport, load
from validate_provider.live.terms import Terms
from validate_provider.replay.packages import ProviderVerdicts, Replay, Verdict
from validate_provider.source.declared import declared
from validate_provider.source.requirement import distribution_of


class Asked(NamedTuple):
    """One provider, and what the stack said of it."""

    provider: ProviderVerdicts
    environment: Environment
    report: LoadReport
    read: Verdict | None
    """What reading alone says of that release; None if it was not in question."""

    @property
    def agrees(self) -> bool:
        """Whether reading and the stack give no opposite answers."""
        if self.read is None:
            return True
        pairs = ((self.read.loads, self.report.loads), (self.read.serves, self.report.serves))
        return all(set(pair) != {Answer.YES, Answer.NO} for pair in pairs)


def check(
    replay: Replay,
    timeline: Timeline,
    python: Path | None,
    config: Mapping[str, str] | None,
    terms: Terms,
) -> list[Asked]:
    """Ask the stack about each provider of a project.

    Args:
        replay: What reading the project found.
        timeline: Names the releases.
        python: The interpreter to ask; None to look for the provider's environment.
        config: The provider's config; None for its own sample.
        terms: What the stack may use up and may know, for each.

    Raises:
        NoStackError: If there is no environment with a stack.
        OSError: If the interpreter can't be started.
    """
    environment = find(replay.project.root, python)
    return [
        _asked(provider, environment, replay, timeline, config, terms)
        for provider in replay.providers
    ]


def _asked(
    provider: ProviderVerdicts,
    environment: Environment,
    replay: Replay,
    timeline: Timeline,
    config: Mapping[str, str] | None,
    terms: Terms,
) -> Asked:
    known = provider.provider_type != "?"
    told = provider.told_in
    question = Question(
        module=provider.package.dotted,
        api=provider.api if known else None,
        provider_type=provider.provider_type if known else None,
        config=told.config if told and config is None else config,
        search_path=(provider.package.root,),
        directory=told.directory if told else None,
        root=_root(replay),
    )
    report = load(question, environment.python, terms)
    bit = timeline.find(report.release) & replay.releases
    read = next((verdict for verdict in provider.verdicts if verdict.releases & bit), None)
    return Asked(provider, environment, report, read)


def _root(replay: Replay) -> str | None:
    """The stack that the package requires, for an environment that has both."""
    named = {distribution_of(r).removesuffix("-api") for r in declared(replay.project).requirements}
    roots = {"ogx": "ogx", "llama-stack": "llama_stack"}
    return roots[named.pop()] if len(named) == 1 else None
