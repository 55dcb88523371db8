"""YAML among the paths of a call, and the packages that it names."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from validate_provider.record import replace
from validate_provider.source.documents import Document, Tree, document_at, tree_at, trees_below
from validate_provider.source.project import (
    NothingFoundError,
    Project,
    UnreadableError,
    find_project,
)

_LEVELS_UP = 6
_KEYS = {"providers", "distribution_spec"}
_NAME = r"\w+"


def yaml_at(path: Path) -> Tree | Document | None:
    """The tree of specs or the config that a path is; None if it is neither."""
    return tree_at(path) or document_at(path)


def unfit(yaml: Tree | Document) -> str:
    """Why a config can't be checked, after its path; empty if it can."""
    if isinstance(yaml, Tree):
        return ""
    from validate_provider.source.yaml_file import Mapping, YamlFile, holds

    file = YamlFile(yaml.path, yaml.path.parent)
    if file.too_much:
        return file.too_much
    if file.broken:
        return ""
    if not isinstance(file.root, Mapping) or not _KEYS & set(file.root.names()):
        return (
            "neither a run config (`providers:`) nor a build config (`distribution_spec:`), and "
            "no spec below `remote/<api>/` or `inline/<api>/`"
        )
    if not holds("module", file.root) and "external_providers_dir" not in file.root.entries:
        return "it names no external provider: there is no `module:` in it"
    return ""


def with_yaml(projects: list[Project], found: list[Tree | Document], here: Path) -> list[Project]:
    """Everything to check: the YAML with the packages it names, then the other packages.

    Args:
        projects: What the other paths stand for. One that YAML names is checked as that says.
        found: What `yaml_at` gave for some of the paths.
        here: The folder that the YAML is shown relative to.
    """
    checked: list[Project] = []
    named: list[Project] = []
    for yaml in found:
        at_hand = [*projects, *_around(yaml, projects)]
        tops = set(_named_in(yaml))
        owners = [owner for owner in at_hand if tops & _tops(owner)]
        named.extend(owners)
        owner = owners[0] if owners else None
        checked.append(replace(_project(yaml, owner, at_hand), shown_from=here))
    rest = [project for project in projects if project not in named]
    return checked + [_with_its_trees(one) for one in rest]


def _with_its_trees(project: Project) -> Project:
    """Add a project's own folders of specs; a package that only they name has no `provider.py`."""
    trees = trees_below(project.root)
    named = {top for tree in trees for top in _named_in(tree)}
    kept = [one for one in project.packages if one.has_entry or _top(one.dotted) not in named]
    return replace(project, trees=trees, packages=tuple(kept), beside=(project,))


def _project(yaml: Tree | Document, owner: Project | None, at_hand: list[Project]) -> Project:
    """The YAML as something to check; what its package declares says for which releases."""
    root = yaml.root if isinstance(yaml, Tree) else yaml.path.parent
    return replace(
        owner or Project(root, None, {}, ()),
        packages=(),
        trees=(yaml,) if isinstance(yaml, Tree) else (),
        document=yaml if isinstance(yaml, Document) else None,
        beside=tuple(at_hand),
    )


def _around(yaml: Tree | Document, projects: list[Project]) -> Iterator[Project]:
    """The project that YAML lies in, unless it is given by a path of its own."""
    start = yaml.root if isinstance(yaml, Tree) else yaml.path
    for folder in start.parents[:_LEVELS_UP]:
        if (folder / "pyproject.toml").is_file():
            if all(project.root != folder for project in projects):
                with suppress(NothingFoundError, UnreadableError):
                    yield find_project(folder)
            return


def _tops(project: Project) -> set[str]:
    return {_top(package.dotted) for package in project.packages}


def _top(dotted: str) -> str:
    return dotted.partition(".")[0]


def _named_in(yaml: Tree | Document) -> Iterator[str]:
    """The top-level packages that `module:` names anywhere in YAML."""
    from validate_provider.source.yaml_file import YamlFile, values_of

    paths: Iterable[Path] = yaml.files if isinstance(yaml, Tree) else (yaml.path,)
    for path in paths:
        for value in values_of("module", YamlFile(path, path.parent).root):
            match = re.match(_NAME, value.replace("-", "_"))
            if match:
                yield match.group()
