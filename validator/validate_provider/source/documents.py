"""The YAML files that a path stands for, told by their names and folders; none is opened."""

import os
from pathlib import Path

from validate_provider.record import Record

KINDS = ("remote", "inline")
SUFFIXES = (".yaml", ".yml")
_TREE = "providers.d"
_NEVER_SHIPPED = frozenset(
    {"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"}
)
_LEVELS = 3
"""`remote/inference/acme.yaml`"""
_DEEPEST = 6
_MOST_FILES = 500


class Tree(Record):
    """A folder that a run config's `external_providers_dir` may name, or some files of it."""

    root: Path
    files: tuple[Path, ...]
    """The YAML files in it, in the order of their paths."""


class Document(Record):
    """A run config or a build config."""

    path: Path


def tree_at(path: Path) -> Tree | None:
    """The tree of specs that a path is, or the one that a file lies in; None if it is neither.

    Args:
        path: A folder such as `providers.d`, or a file such as
            `providers.d/remote/inference/acme.yaml`.
    """
    if path.is_dir():
        in_place = any(_is_yaml(file) for kind in KINDS for file in path.glob(f"{kind}/*/*"))
        if path.suffix != ".d" and (not in_place or (path / "pyproject.toml").exists()):
            return None
        return tree_in(path)
    root = path.parent.parent.parent
    return Tree(root, (path,)) if _is_yaml(path) and _in_place(path, root) else None


def tree_in(folder: Path) -> Tree | None:
    """All YAML in a folder, whatever its name; None if there is none."""
    files = _yaml_files(folder)
    return Tree(folder, files) if files else None


def trees_below(folder: Path) -> tuple[Tree, ...]:
    """The trees named `providers.d` in a project folder or in a package of it."""
    found = []
    for parent, folders, _files in os.walk(folder):
        here = Path(parent)
        if len(here.relative_to(folder).parts) >= _DEEPEST:
            folders.clear()
        if _TREE in folders:
            found.append(Tree(here / _TREE, _yaml_files(here / _TREE)))
        folders[:] = sorted(
            name
            for name in folders
            if name != _TREE and name not in _NEVER_SHIPPED and not name.startswith(".")
        )
    return tuple(tree for tree in found if tree.files)


def document_at(path: Path) -> Document | None:
    """The config that a path is; None if it is no YAML file."""
    return Document(path) if _is_yaml(path) and not path.is_dir() else None


def _is_yaml(path: Path) -> bool:
    return path.suffix in SUFFIXES


def _in_place(file: Path, root: Path) -> bool:
    """Whether a file lies two folders below a root, the first of which says its kind."""
    parts = file.relative_to(root).parts
    return len(parts) == _LEVELS and parts[0] in KINDS


def _yaml_files(root: Path) -> tuple[Path, ...]:
    found: list[Path] = []
    for parent, folders, files in os.walk(root):
        here = Path(parent)
        if len(here.relative_to(root).parts) >= _DEEPEST:
            folders.clear()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.extend(here / name for name in sorted(files) if _is_yaml(here / name))
        if len(found) >= _MOST_FILES:
            break
    return tuple(found[:_MOST_FILES])
