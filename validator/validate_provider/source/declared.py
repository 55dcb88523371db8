"""Which releases of the stack a package says it works with, from its dependencies."""

from collections.abc import Callable, Iterable, Iterator

from validate_provider.contract import Timeline
from validate_provider.contract.releases import Release
from validate_provider.record import Record
from validate_provider.source.manifest import Stated
from validate_provider.source.project import Project
from validate_provider.source.requirement import (
    admits,
    distribution_of,
    extra_of,
    holds,
    marker_of,
)

STACK_DISTRIBUTIONS = ("llama-stack", "llama-stack-api", "ogx", "ogx-api")

_MOST = 50
_PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
"""That some release of the stack runs on."""
_SYSTEMS = (
    ("linux", "Linux", "posix", "x86_64"),
    ("darwin", "Darwin", "posix", "arm64"),
    ("win32", "Windows", "nt", "AMD64"),
)

_Condition = Callable[[str], bool]


class Declared(Record):
    """The stack requirements of a package."""

    requirements: tuple[str, ...]
    """As written: `llama-stack-api>=0.7,<0.8`; empty if it names no stack."""
    origin: str
    """Where they were read: `pyproject.toml:14`, `METADATA:12 (Requires-Dist)`."""
    line: int
    unread: str = ""
    """Why they are not known, such as `setup.py isn't run`; empty if they are."""


def dependencies(project: Project) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The requirements of a project: those that always hold, and those of an extra or a marker."""
    published = [stated.text for stated in project.requirements if stated.published]
    return (
        tuple(text for text in published if not marker_of(text)),
        tuple(text for text in published if marker_of(text)),
    )


def declared(project: Project) -> Declared:
    """The stack requirements of a package.

    Those of an extra count for a stack that the package itself does not name; those that only
    its developers get count if nothing else names a stack.
    """
    named = [s for s in project.requirements if distribution_of(s.text) in STACK_DISTRIBUTIONS]
    published = [stated for stated in named if stated.published]
    plain = [stated for stated in published if not extra_of(marker_of(stated.text))]
    families = {_family(distribution_of(stated.text)) for stated in plain}
    of_extras = [
        stated
        for stated in published
        if stated not in plain and _family(distribution_of(stated.text)) not in families
    ]
    stack = plain + of_extras or named
    requirements = tuple(dict.fromkeys(stated.text for stated in stack))
    if len(requirements) > _MOST:
        unread = f"it states more than {_MOST} requirements on a stack; pass --against"
        return Declared((), "", 1, unread)
    if not stack:
        return Declared((), "", 1, project.unread)
    return Declared(requirements, _origin(stack[0], project), stack[0].line)


def unconditional(project: Project) -> Iterator[Stated]:
    """The requirements on a stack that everybody who installs the package gets."""
    for stated in project.requirements:
        named = distribution_of(stated.text) in STACK_DISTRIBUTIONS
        if named and stated.published and not marker_of(stated.text):
            yield stated


def admitted(requirements: Iterable[str], timeline: Timeline) -> int:
    """The releases that satisfy requirements on the stack, its API package, or both.

    A release is named by its server or by the API package of the same version. One that no
    requirement names is not admitted. What holds only for some extra, Python or system admits a
    release if there is one with which it can be installed.

    Args:
        requirements: PEP 508 requirements.
        timeline: The releases that are known.

    Raises:
        ValueError: If a requirement can't be read; the text says which.
    """
    read = [(distribution_of(text), admits(text), marker_of(text)) for text in requirements]
    mask = 0
    for environment in _environments([marker for _name, _test, marker in read]):
        wanted: dict[str, list[_Condition]] = {}
        for name, test, marker in read:
            if holds(marker, environment):
                wanted.setdefault(name, []).append(test)
        python = environment.get("python_version")
        for bit, release in timeline.members(timeline.everything & ~mask):
            if _satisfies(release, wanted) and (python is None or _runs_on(release, python)):
                mask |= bit
    return mask


def _satisfies(release: Release, wanted: dict[str, list[_Condition]]) -> bool:
    names = [name for name in (release.distribution, release.api_distribution) if name in wanted]
    if not names:
        return False
    if not release.api_distribution and f"{release.distribution}-api" in wanted:
        return False
    # ogx 0.7.1 still has the API package of llama-stack.
    server = release.api_distribution.removesuffix("-api") or release.distribution
    if release.distribution not in wanted and server in wanted:
        return False
    return all(test(release.version) for name in names for test in wanted[name])


def _environments(markers: list[str]) -> Iterator[dict[str, str]]:
    """Yield the environments in which the conditions differ."""
    extras = sorted({"", *(extra_of(marker) for marker in markers)})
    if not any(_asks_for_more_than_an_extra(marker) for marker in markers):
        yield from ({"extra": extra} for extra in extras)
        return
    for python in _PYTHONS:
        for platform, system, name, machine in _SYSTEMS:
            for extra in extras:
                yield {
                    "extra": extra,
                    "python_version": python,
                    "python_full_version": f"{python}.0",
                    "sys_platform": platform,
                    "platform_system": system,
                    "os_name": name,
                    "platform_machine": machine,
                    "implementation_name": "cpython",
                    "platform_python_implementation": "CPython",
                }


def _asks_for_more_than_an_extra(marker: str) -> bool:
    return any(word in marker for word in ("python", "platform", "os_name", "implementation"))


def _runs_on(release: Release, python: str) -> bool:
    return admits(f"python{release.requires_python}")(python)


def _family(distribution: str) -> str:
    return distribution.removesuffix("-api")


def _origin(stated: Stated, project: Project) -> str:
    """Where a requirement was read, in a person's words."""
    metadata = stated.kind == "Requires-Dist"
    place = f"{stated.file.name if metadata else project.shown(stated.file)}:{stated.line}"
    plain = stated.kind in {"dependencies", "install_requires"}
    return place if plain else f"{place} ({stated.kind})"
