"""Which releases of the stack a package says it works with, from its dependencies."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from validate_provider.contract import Timeline
from validate_provider.source.project import Project

STACK_DISTRIBUTIONS = ("llama-stack", "llama-stack-api", "ogx", "ogx-api")
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


class Declared(NamedTuple):
    """The stack requirements of a package."""

    requirements: tuple[str, ...]
    """As written: `llama-stack-api>=0.7,<0.8`; empty if it names no stack."""
    origin: str
    """Where they were read: `pyproject.toml:14`."""
    line: int


def normalised(name: str) -> str:
    """A distribution's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distribution_of(requirement: str) -> str:
    """The distribution that a requirement names, normalised; empty if it can't be read."""
    match = _NAME.match(requirement)
    return normalised(match.group(1)) if match else ""


def dependencies(project: Project) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The requirements of a project: the plain ones, and those of its extras."""
    table = project.metadata.get("project")
    if not isinstance(table, dict):
        return (), ()
    extras = table.get("optional-dependencies")
    optional = extras.values() if isinstance(extras, dict) else ()
    return (
        _texts(table.get("dependencies")),
        tuple(text for group in optional for text in _texts(group)),
    )


def declared(project: Project) -> Declared:
    """The stack requirements; those of extras count only if the package itself has none."""
    for requirements in dependencies(project):
        named = tuple(r for r in requirements if distribution_of(r) in STACK_DISTRIBUTIONS)
        if named and project.pyproject is not None:
            line = _line(project, named[0])
            return Declared(named, f"{project.pyproject.name}:{line}", line)
    return Declared((), "", 1)


def admitted(requirements: Iterable[str], timeline: Timeline) -> int:
    """The releases that satisfy requirements on the stack, its API package, or both.

    A release is named by its server or by the API package of the same version. One that
    no requirement names is not admitted.

    Args:
        requirements: PEP 508 requirements.
        timeline: The releases that are known.

    Raises:
        ValueError: If a requirement can't be read; the text says which.
    """
    from packaging.requirements import InvalidRequirement, Requirement

    wanted: dict[str, list[Requirement]] = {}
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement as error:
            reason = str(error).partition("\n")[0]
            raise ValueError(f"`{text}` is not a requirement: {reason}") from None
        wanted.setdefault(normalised(requirement.name), []).append(requirement)
    mask = 0
    for bit, release in timeline.members(timeline.everything):
        names = (release.distribution, release.api_distribution)
        stated = [requirement for name in names if name for requirement in wanted.get(name, ())]
        if stated and all(r.specifier.contains(release.version) for r in stated):
            mask |= bit
    return mask


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _line(project: Project, requirement: str) -> int:
    """The line of pyproject.toml that holds a requirement; 1 if it is spelled otherwise there."""
    if project.pyproject is None:
        return 1
    lines = project.pyproject.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if f'"{requirement}"' in line or f"'{requirement}'" in line:
            return number
    return 1
