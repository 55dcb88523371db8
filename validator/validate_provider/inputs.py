"""What the paths on the command line stand for."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validate_provider.source.project import (
    NothingFoundError,
    Project,
    UnreadableError,
    find_project,
)
from validate_provider.yaml_inputs import with_yaml, yaml_at

if TYPE_CHECKING:
    from validate_provider.source.documents import Document, Tree


class MissingPathError(Exception):
    """There is nothing at a path; the text says which."""


class Inputs(NamedTuple):
    """All that one call is about."""

    projects: tuple[Project, ...]
    unchecked: tuple[str, ...]
    """Why a path can't be checked, one sentence each."""


def find_inputs(paths: Iterable[str], here: Path) -> Inputs:
    """Find what is at each path.

    Args:
        paths: As a person typed them.
        here: The folder that they are shown relative to.

    Raises:
        MissingPathError: If there is nothing at one of them.
    """
    projects: list[Project] = []
    yaml: list[Tree | Document] = []
    unchecked: list[str] = []
    for name in paths:
        if not name or not Path(name).exists():
            raise MissingPathError(f"there is no '{name}' here")
        path = Path(name).resolve()
        described = yaml_at(path)
        if described:
            yaml.append(described)
            continue
        try:
            projects.append(find_project(path))
        except (NothingFoundError, UnreadableError) as error:
            unchecked.append(_relative(str(error), here))
    return Inputs(tuple(with_yaml(projects, yaml)), tuple(unchecked))


def shown(path: Path, here: Path) -> str:
    """A path as the person would type it: relative to `here`, if it lies below."""
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _relative(text: str, here: Path) -> str:
    """A message that begins with a path, with that path shortened."""
    path, colon, rest = text.partition(": ")
    return f"{shown(Path(path), here)}{colon}{rest}"
