"""Which of the packages at hand a name in a YAML file means."""

from collections.abc import Iterable

from validate_provider.record import Record
from validate_provider.source.project import Package, Project


class Named(Record):
    """A package, and the project that it was found in."""

    package: Package
    project: Project


def find_package(modules: Iterable[str], project: Project) -> Named | None:
    """The package that holds one of the modules; None if it is not at hand.

    A module that is a file inside the only package at hand means that package too: its name
    was written as if the package's folder were on the path.

    Args:
        modules: Dotted names, the likeliest first.
        project: Its own packages come first, then those of the projects beside it.
    """
    at_hand = [
        Named(package, owner) for owner in (project, *project.beside) for package in owner.packages
    ]
    for module in modules:
        top = module.partition(".")[0]
        fitting = [named for named in at_hand if named.package.dotted.partition(".")[0] == top]
        if fitting:
            return max(fitting, key=lambda named: _shared(named.package.dotted, module))
    if len(at_hand) == 1:
        (only,) = at_hand
        for module in modules:
            inside = only.package.folder.joinpath(*module.split("."))
            if inside.is_dir() or inside.with_suffix(".py").is_file():
                return only
    return None


def _shared(dotted: str, module: str) -> int:
    """How many leading parts two dotted names have in common."""
    count = 0
    for one, other in zip(dotted.split("."), module.split("."), strict=False):
        if one != other:
            break
        count += 1
    return count
