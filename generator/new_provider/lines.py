"""The lines of the stack: runs of releases for which one written package is right."""

from collections.abc import Iterator
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from new_provider.facts import facts


class NoLineError(Exception):
    """No line is meant by a target; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, as the template's question `target` names it."""

    name: str
    product: str
    """What the stack is called: `Llama Stack` or `OGX`."""
    distribution: str
    """The server's distribution: `llama-stack` or `ogx`."""
    releases: str
    """The releases that are of the line, as a specifier; it begins with the first of them."""
    command: str
    """The command that starts the server, without the run config."""
    directory_only: bool
    """Whether it finds providers by `external_providers_dir` alone."""
    lists: bool
    """Whether one package may give it a list of specifications."""

    @property
    def floor(self) -> Version:
        """The first release of the line."""
        return _floor(self.releases)

    @property
    def requirement(self) -> str:
        """The line as a requirement: `llama-stack>=0.7,<0.8`."""
        return self.distribution + self.releases


LINES = tuple(
    Line(
        name,
        fact["product"],
        fact["distribution"],
        fact["releases"],
        fact["command"],
        fact["spec"] == "yaml",
        fact["lists"],
    )
    for name, fact in facts()["_lines"].items()
)
"""Of each distribution the newest first: it is the one meant if a target leaves the choice."""


def line_of(target: str) -> Line:
    """Return the newest line with a release that `target` admits.

    Args:
        target: A line's name, or a requirement on the server or its API package:
            `llama-stack>=0.7,<0.8`, `ogx==1.5.0`, `ogx-api`.

    Raises:
        NoLineError: If `target` is neither, or no line has such a release.
    """
    for line in LINES:
        if target == line.name:
            return line
    distribution, wanted = _read(target)
    ours = [line for line in LINES if line.distribution == distribution]
    if not ours:
        raise NoLineError(f"is no stack we know; {_ways_to_say_it()}")
    for line in ours:
        if _share_a_release(line.releases, wanted):
            return line
    # The first line after what is asked for; the newest if there is none after it.
    after = [line for line in ours if _follow(line.releases, wanted)]
    nearest = after[-1] if after else ours[0]
    raise NoLineError(f"has no template; the nearest is '{nearest.requirement}'")


def admits(target: str, releases: str) -> bool:
    """Whether a target that means a line admits some of these releases of it.

    Args:
        target: As `line_of` takes it.
        releases: A specifier; it begins with the first of them.
    """
    if target in {line.name for line in LINES}:
        return True
    _, wanted = _read(target)
    return _share_a_release(releases, wanted)


def follows(target: str, releases: str) -> bool:
    """Whether these releases begin with what a target names, or after it.

    Args:
        target: A requirement, as `line_of` takes it.
        releases: A specifier; it begins with the first of them.
    """
    _, wanted = _read(target)
    return _follow(releases, wanted)


def _read(target: str) -> tuple[str, SpecifierSet]:
    """Return the distribution of the server, and its releases that are wanted.

    Raises:
        NoLineError: If the target is no requirement on releases.
    """
    try:
        requirement = Requirement(target)
        list(_named(requirement.specifier))
    except (InvalidRequirement, InvalidVersion):
        raise NoLineError(f"is no requirement on a stack; {_ways_to_say_it()}") from None
    if requirement.url or requirement.extras or requirement.marker:
        raise NoLineError(f"may name a stack and its releases only; {_ways_to_say_it()}")
    return canonicalize_name(requirement.name).removesuffix("-api"), requirement.specifier


def _share_a_release(releases: str, wanted: SpecifierSet) -> bool:
    """Whether some release, even one still to come, is among these and is wanted.

    It is enough to try the ends: the first of the releases, and what `wanted` names.
    """
    ours = SpecifierSet(releases)
    tried = (_floor(releases), *_named(wanted))
    return any(v in ours and wanted.contains(v, prereleases=True) for v in tried)


def _follow(releases: str, wanted: SpecifierSet) -> bool:
    """Whether these releases begin with the first that `wanted` names, or after it."""
    return _floor(releases) >= min(_named(wanted))


def _floor(releases: str) -> Version:
    """Return the first release of a specifier that begins with it."""
    return Version(releases.partition(",")[0].removeprefix(">="))


def _named(wanted: SpecifierSet) -> Iterator[Version]:
    """Yield each version that `wanted` names, and the patch release after it."""
    for specifier in wanted:
        version = Version(specifier.version.removesuffix(".*"))
        yield version
        yield Version(f"{version.major}.{version.minor}.{version.micro + 1}")


def _ways_to_say_it() -> str:
    return "say one of " + ", ".join(f"'{line.requirement}'" for line in LINES)
