"""What the paths on the command line stand for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from validate_provider.inputs.missing import MissingPathError
from validate_provider.inputs.private import PrivateFolder
from validate_provider.inputs.projects import exists, projects_at
from validate_provider.inputs.with_yaml import unfit, with_yaml, yaml_at
from validate_provider.record import Record
from validate_provider.source.project import Project, shown

if TYPE_CHECKING:
    from validate_provider.source.documents import Document, Tree

__all__ = ["Inputs", "MissingPathError", "exists", "find_inputs"]


class Inputs(Record):
    """All that one call is about."""

    projects: tuple[Project, ...]
    unchecked: tuple[str, ...]
    """Why a path can't be checked, one sentence each."""


@contextmanager
def find_inputs(paths: Iterable[str], here: Path, python: Path | None = None) -> Iterator[Inputs]:
    """Find what is at each path, and keep what had to be unpacked while the context lasts.

    Args:
        paths: As a person typed them.
        here: The folder that they are shown relative to.
        python: The interpreter whose packages a name means; None for the project's own.

    Raises:
        MissingPathError: If there is nothing at one of them.
    """
    projects: dict[tuple[object, ...], Project] = {}
    yaml: list[Tree | Document] = []
    unchecked: dict[str, None] = {}
    with PrivateFolder() as private:
        for word in paths:
            described = yaml_at(Path(word).resolve()) if exists(word) else None
            reason = unfit(described) if described else ""
            if reason:
                unchecked[f"{shown(Path(word).resolve(), here)}: {reason}"] = None
            elif described:
                yaml.append(described)
            if described:
                continue
            found = projects_at(word, here, private, python)
            # What two words stand for is checked once.
            projects.update({(one.root, one.packages): one for one in found.projects})
            unchecked.update(dict.fromkeys(found.unchecked))
        yield Inputs(tuple(with_yaml(list(projects.values()), yaml, here)), tuple(unchecked))
