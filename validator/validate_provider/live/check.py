"""Put every provider of a project to the stack installed in its environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from validate_provider.contract import Timeline
from validate_provider.live.about import question_of
from validate_provider.live.begun import Begun
from validate_provider.live.difference import Difference, between
from validate_provider.live.environment import Environment, find
from validate_provider.live.load import LoadReport, load
from validate_provider.live.terms import Terms
from validate_provider.replay.packages import ProviderVerdicts, Replay, Verdict


class Asked(NamedTuple):
    """One provider, and what the stack said of it."""

    provider: ProviderVerdicts
    environment: Environment
    report: LoadReport
    read: Verdict | None
    """What reading alone says of that release; None if it was not in question."""

    as_read: bool = True
    """Whether the stack was asked what was read: the same files, and no config given besides."""

    @property
    def difference(self) -> Difference | None:
        """Where reading and the stack give opposite answers; None if nowhere."""
        return between(self.read, self.report) if self.read and self.as_read else None


def check(
    replay: Replay,
    timeline: Timeline,
    python: Path | None,
    config: Mapping[str, str] | None,
    terms: Terms,
    begun: Begun | None = None,
) -> list[Asked]:
    """Ask the stack about each provider of a project.

    Args:
        replay: What reading the project found.
        timeline: Names the releases.
        python: The interpreter to ask; None to look for the provider's environment.
        config: Settings of the provider, which go before those of a run config; None for none.
        terms: What the stack may use up and may know, for each.
        begun: A probe that was started on those terms before it was known what to ask.

    Raises:
        NoStackError: If there is no environment with a stack.
        OSError: If the interpreter can't be started.
    """
    environment = find(replay.project.root, python)
    if begun and begun.python != environment.python:
        begun = None
    return [
        _asked(provider, environment, replay, timeline, config, terms, begun)
        for provider in replay.providers
    ]


def _asked(
    provider: ProviderVerdicts,
    environment: Environment,
    replay: Replay,
    timeline: Timeline,
    config: Mapping[str, str] | None,
    terms: Terms,
    begun: Begun | None,
) -> Asked:
    question = question_of(provider, replay, config)
    report = load(question, environment.python, terms, begun)
    bit = timeline.find(report.release) & replay.releases
    read = next((verdict for verdict in provider.verdicts if verdict.releases & bit), None)
    folder = report.imported_from
    same_files = folder is None or folder.resolve().is_relative_to(provider.package.root.resolve())
    return Asked(provider, environment, report, read, same_files and config is None)
