"""Which releases a check is about, and where that choice came from."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from validate_provider.contract import Timeline
from validate_provider.ranges.version_range import numbers
from validate_provider.record import Record
from validate_provider.source.declared import STACK_DISTRIBUTIONS, Declared, admitted, declared
from validate_provider.source.project import Project
from validate_provider.source.requirement import admits, distribution_of

if TYPE_CHECKING:
    from validate_provider.question.installed import Installed

_WORDS = ("all", "declared", "installed", "latest")
_NOT_A_QUESTION = (
    "`{}` is none of all, declared, installed and latest, and names no stack; write it like "
    "`ogx==1.5.0` or `llama-stack>=0.7,<0.8`"
)


class Question(Record):
    """The releases in question."""

    releases: int
    origin: str
    """For people: `declared: llama-stack-api>=0.7,<0.8 in pyproject.toml:14`."""
    declared: Declared
    """The package's own stack requirements, whatever was asked."""
    admitted: int
    """The releases that those admit; 0 if there are none, or they can't be read."""
    installed: "Installed | None" = None
    """What was found if `installed` was asked about."""


class UnknownReleaseError(Exception):
    """No release that the contract knows is meant; the text says what is known."""


class UncheckableError(Exception):
    """The question makes sense, but nothing here knows the releases that it is about."""


def releases_in_question(
    against: tuple[str, ...], project: Project, timeline: Timeline, python: Path | None = None
) -> Question:
    """The releases that a person, or the package itself, asks about.

    Args:
        against: What was asked: `all`, `latest`, `declared`, `installed`, a release such as
            `ogx==1.5.0`, or a requirement such as `llama-stack>=0.2.16,<0.8`. Several add up.
        project: The project, for `declared` and `installed`.
        timeline: The releases that the contract knows.
        python: The interpreter whose environment is meant by `installed`; None to look for it.

    Raises:
        UnknownReleaseError: If one of them admits no known release, or can't be read.
        UncheckableError: If what is asked for, or installed, is newer than all that is known, or
            if nothing is installed.
    """
    own = declared(project)
    releases = 0
    origins: list[str] = []
    installed = None
    for wanted in dict.fromkeys(against or ("declared",)):
        if wanted == "installed":
            installed = _look_around(project, python)
            mask, origin = _installed(installed, timeline)
        else:
            mask, origin = _one(wanted, own, timeline)
        releases |= mask
        origins.append(origin)
    return Question(releases, " and ".join(origins), own, _admitted(own, timeline), installed)


def _one(wanted: str, own: Declared, timeline: Timeline) -> tuple[int, str]:
    try:
        match wanted:
            case _ if wanted not in _WORDS and not _names_stack(wanted):
                raise UnknownReleaseError(_NOT_A_QUESTION.format(wanted))
            case "all":
                return timeline.everything, "all that are known"
            case "latest":
                return newest(timeline.everything, timeline), "the latest"
            case "declared" if own.requirements:
                origin = f"declared: {', '.join(own.requirements)} in {own.origin}"
                mask = admitted(own.requirements, timeline)
                return _known(mask, own.requirements, origin, timeline), origin
            case "declared":
                why = own.unread or "the package declares no stack"
                return timeline.everything, f"all that are known, as {why}"
            case _:
                origin = f"--against {wanted}"
                mask = timeline.find(wanted) or admitted((wanted,), timeline)
                return _known(mask, (wanted,), origin, timeline), origin
    except ValueError as error:
        where = f" in {own.origin}" if wanted == "declared" else "; write it like `ogx==1.5.0`"
        raise UnknownReleaseError(f"{error}{where}") from None


def _names_stack(wanted: str) -> bool:
    """Whether it is a requirement on a stack; one by URL says nothing of its release."""
    return distribution_of(wanted) in STACK_DISTRIBUTIONS and "@" not in wanted


def _known(mask: int, requirements: tuple[str, ...], origin: str, timeline: Timeline) -> int:
    """The releases, if there are any."""
    if mask:
        return mask
    known = ", ".join(timeline.ranges(timeline.everything))
    if any(_asks_for_newer(requirement, timeline) for requirement in requirements):
        raise UncheckableError(
            f"{origin} asks for a release that is newer than all that are known here ({known}); "
            "a newer stack-provider-kit may know it"
        )
    raise UnknownReleaseError(f"no release that is known satisfies {origin}; known: {known}")


def _asks_for_newer(requirement: str, timeline: Timeline) -> bool:
    """Whether a requirement admits versions beyond the newest known one of its distribution."""
    name = distribution_of(requirement)
    newest = max(
        (
            release.version
            for _bit, release in timeline.members(timeline.everything)
            if name in (release.distribution, release.api_distribution)
        ),
        key=numbers,
    )
    named = re.findall(r"\d{1,18}(?:\.\d{1,18})*", requirement)
    beyond = [newest, *(v for v in named if numbers(v) > numbers(newest))]
    admitted_by = admits(requirement)
    return any(admitted_by(version) or admitted_by(f"{version}.1") for version in beyond)


def _look_around(project: Project, python: Path | None) -> "Installed":
    from validate_provider.question.installed import NothingInstalledError, find_installed

    try:
        return find_installed(project.root, python)
    except NothingInstalledError as error:
        raise UncheckableError(str(error)) from None


def _installed(found: "Installed", timeline: Timeline) -> tuple[int, str]:
    """The releases whose servers are installed; an API package stands for its server if alone."""
    servers = {d: v for d, v in found.versions.items() if not d.endswith("-api")}
    releases = 0
    for distribution, version in (servers or found.versions).items():
        server = distribution.removesuffix("-api")
        mask = timeline.find(f"{server} {version}")
        if not mask:
            known = ", ".join(timeline.ranges(timeline.everything))
            newest = max(
                numbers(release.version)
                for _bit, release in timeline.members(timeline.everything)
                if release.distribution == server
            )
            text = f"{distribution} {version}, installed for {found.python} ({found.chosen_by}),"
            if numbers(version) > newest:
                raise UncheckableError(
                    f"{text} is newer than all that are known here ({known}); "
                    "a newer stack-provider-kit may know it, and --load asks it itself"
                )
            raise UncheckableError(f"{text} is not among the releases that are known: {known}")
        releases |= mask
    return releases, f"installed for {found.python}, {found.chosen_by}"


def _admitted(own: Declared, timeline: Timeline) -> int:
    try:
        return admitted(own.requirements, timeline)
    except ValueError:
        return 0


def newest(releases: int, timeline: Timeline) -> int:
    """The newest release of each name among these."""
    found = {release.distribution: bit for bit, release in timeline.members(releases)}
    return sum(found.values())
