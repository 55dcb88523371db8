"""Which releases of the stack a package says it works with, from its dependencies."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from validate_provider.contract import Timeline
from validate_provider.source.project import Project
from validate_provider.source.requirement import admits, distribution_of

STACK_DISTRIBUTIONS = ("llama-stack", "llama-stack-api", "ogx", "ogx-api")


class Declared(NamedTuple):
    """The stack requirements of a package."""

    requirements: tuple[str, ...]
    """As written: `llama-stack-api>=0.7,<0.8`; empty if it names no stack."""
    origin: str
    """Where they were read: `pyproject.toml:14`."""
    line: int


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
    wanted: dict[str, list[Callable[[str], bool]]] = {}
    for text in requirements:
        wanted.setdefault(distribution_of(text), []).append(admits(text))
    mask = 0
    for bit, release in timeline.members(timeline.everything):
        names = (release.distribution, release.api_distribution)
        tests = [test for name in names if name for test in wanted.get(name, ())]
        if tests and all(test(release.version) for test in tests):
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
