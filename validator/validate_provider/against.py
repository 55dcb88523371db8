"""Which releases a check is about, and where that choice came from."""

from typing import NamedTuple

from validate_provider.contract import Timeline
from validate_provider.source.declared import STACK_DISTRIBUTIONS, admitted, declared
from validate_provider.source.project import Project
from validate_provider.source.requirement import distribution_of

_WORDS = ("all", "declared", "latest")
_NOT_A_QUESTION = (
    "`{}` is none of all, declared and latest, and names no stack; write it like `ogx==1.5.0` "
    "or `llama-stack>=0.7,<0.8`"
)


class Question(NamedTuple):
    """The releases in question."""

    releases: int
    origin: str
    """For people: `from dependencies in pyproject.toml:14 (llama-stack-api>=0.7,<0.8)`."""
    declared: str
    """The package's own stack requirements, as written; empty if it has none."""


class UnknownReleaseError(Exception):
    """No release that the contract knows is meant; the text says what is known."""


def releases_in_question(
    against: tuple[str, ...], project: Project, timeline: Timeline
) -> Question:
    """The releases that a person, or the package itself, asks about.

    Args:
        against: What was asked: `all`, `latest`, `declared`, a release such as
            `ogx==1.5.0`, or a requirement such as `llama-stack>=0.2.16,<0.8`. Several add up.
        project: The project, for `declared`.
        timeline: The releases that the contract knows.

    Raises:
        UnknownReleaseError: If one of them admits no known release, or can't be read.
    """
    own = declared(project)
    stated = ", ".join(own.requirements)
    releases = 0
    origins: list[str] = []
    for wanted in against or ("declared",):
        mask, origin = _one(wanted, own.requirements, own.origin, timeline)
        if not mask:
            known = ", ".join(timeline.ranges(timeline.everything))
            raise UnknownReleaseError(
                f"no release that is known satisfies {origin}; known: {known}"
            )
        releases |= mask
        origins.append(origin)
    return Question(releases, " and ".join(origins), stated)


def _one(
    wanted: str, requirements: tuple[str, ...], place: str, timeline: Timeline
) -> tuple[int, str]:
    try:
        match wanted:
            case _ if wanted not in _WORDS and distribution_of(wanted) not in STACK_DISTRIBUTIONS:
                raise UnknownReleaseError(_NOT_A_QUESTION.format(wanted))
            case "all":
                return timeline.everything, "all releases"
            case "latest":
                return _latest(timeline), "the latest releases"
            case "declared" if requirements:
                stated = ", ".join(requirements)
                return admitted(requirements, timeline), f"dependencies in {place} ({stated})"
            case "declared":
                return timeline.everything, "all releases, as no stack is among the dependencies"
            case _:
                exact = timeline.find(wanted)
                return exact or admitted((wanted,), timeline), f"--against {wanted}"
    except ValueError as error:
        where = f" in {place}" if wanted == "declared" else "; write it like `ogx==1.5.0`"
        raise UnknownReleaseError(f"{error}{where}") from None


def _latest(timeline: Timeline) -> int:
    """The newest release of each distribution."""
    newest = {release.distribution: bit for bit, release in timeline.members(timeline.everything)}
    return sum(newest.values())
