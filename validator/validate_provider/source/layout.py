"""Where a project's packages and sub-projects lie: src or flat layout, as its build tool has it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from validate_provider.record import Record

MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")
"""Files that make a folder a project."""

_NEVER_A_PACKAGE = frozenset(
    {
        "__pycache__",
        "benchmarks",
        "build",
        "dist",
        "docs",
        "env",
        "examples",
        "node_modules",
        "scripts",
        "site-packages",
        "templates",
        "test",
        "tests",
        "venv",
    }
)
_PREFIXES = ("llama_stack_provider", "ogx_provider")
_DEEPEST = 6
_MOST = 5_000


class Package(Record):
    """An importable package that holds, or should hold, a provider."""

    dotted: str
    """What a run config's `module:` would say."""
    folder: Path
    root: Path
    """The folder that would be on `sys.path`."""
    siblings: frozenset[str] = frozenset()
    """The top-level names in `root` that belong to it; empty for all."""

    @property
    def has_entry(self) -> bool:
        """Whether the loader would find a `provider` module in it."""
        return is_file(self.folder / "provider.py")


class TooManyFoldersError(Exception):
    """A folder is too big to be searched."""


def packages_in(
    root: Path, metadata: Mapping[str, object], *, namespaces: bool = False
) -> tuple[Package, ...]:
    """The packages of a project that hold a provider; without any, those that are meant to.

    Args:
        root: The project's folder.
        metadata: Its parsed pyproject.toml.
        namespaces: Whether any folder may be a package; otherwise only those of a project that
            says how it is built.

    Raises:
        OSError: If a folder can't be listed.
        TooManyFoldersError: If there are too many.
    """
    roots = source_roots(root, metadata)
    packages = [
        package
        for source_root in roots
        for top in _tops(source_root, roots)
        for package in entries(source_root, top)
    ]
    found = [package for package in packages if package.has_entry]
    if not found and (namespaces or is_project(root)):
        found = [
            package
            for source_root in roots
            for namespace in _namespaces(source_root, roots)
            for package in _inner(source_root, namespace)
        ]
    return tuple(found) or _likeliest(packages)


def entries(source_root: Path, top: Path) -> tuple[Package, ...]:
    """The package itself, or its sub-packages if only they have a `provider.py`."""
    whole = package_at(top, source_root)
    if whole.has_entry:
        return (whole,)
    return tuple(_inner(source_root, top)) or (whole,)


def _inner(source_root: Path, top: Path) -> Iterator[Package]:
    """Yield the packages below a folder that have a `provider.py`."""
    for folder in folders_below(top, own=True):
        package = package_at(folder, source_root)
        if package.has_entry and all(part.isidentifier() for part in package.dotted.split(".")):
            yield package


def package_at(folder: Path, source_root: Path) -> Package:
    """The package that a folder below a source root is."""
    return Package(".".join(folder.relative_to(source_root).parts), folder, source_root)


def package_top(folder: Path) -> Path | None:
    """The outermost package that a folder lies in, if it lies in one."""
    top = None
    for candidate in (folder, *folder.parents):
        if not is_file(candidate / "__init__.py") or _is_source_root(candidate):
            break
        top = candidate
    if top is None and is_file(folder / "provider.py") and folder.name.isidentifier():
        # A package without `__init__.py` is one all the same.
        return folder
    return top


def sub_projects(root: Path) -> tuple[Path, ...]:
    """The folders below a project that are projects of their own: a workspace's members.

    Raises:
        TooManyFoldersError: If there are too many folders.
    """
    return tuple(folder for folder in folders_below(root) if is_project(folder))


def is_project(folder: Path) -> bool:
    """Whether a folder says itself how it is built."""
    return any(is_file(folder / name) for name in MANIFESTS)


def folders_below(root: Path, *, own: bool = False) -> Iterator[Path]:
    """Yield the folders that may hold packages, each level sorted; links are not followed.

    Args:
        root: Where to start.
        own: Whether those of projects below are left out.

    Raises:
        TooManyFoldersError: If there are too many.
    """
    level, count = [root], 0
    for _depth in range(_DEEPEST):
        below: list[Path] = []
        for child in (child for folder in level for child in _children(folder)):
            count += 1
            if count > _MOST:
                raise TooManyFoldersError
            if not is_file(child / "pyvenv.cfg") and not (own and is_project(child)):
                below.append(child)
        yield from below
        level = below


def source_roots(root: Path, metadata: Mapping[str, object]) -> tuple[Path, ...]:
    """The folders that a project puts on `sys.path`: those its build tool is told, `src`, itself.

    Args:
        root: The project's folder.
        metadata: Its parsed pyproject.toml.
    """
    told = [root / name for name in _told(metadata)]
    if _is_source_root(root / "src"):
        told.append(root / "src")
    inside = [path for path in told if path.is_dir() and path.resolve().is_relative_to(root)]
    return tuple(dict.fromkeys((*inside, root)))


def _told(metadata: Mapping[str, object]) -> Iterator[str]:
    """What setuptools, hatch, poetry, pdm and uv are told of where packages lie."""
    yield from _texts(_at(metadata, "tool.setuptools.packages.find.where"))
    directories = _at(metadata, "tool.setuptools.package-dir")
    if isinstance(directories, dict):
        yield from _texts(directories.get(""))
    for package in _texts(_at(metadata, "tool.hatch.build.targets.wheel.packages")):
        yield package.rpartition("/")[0] or "."
    included = _at(metadata, "tool.poetry.packages")
    for entry in included if isinstance(included, list) else ():
        if isinstance(entry, dict):
            yield from _texts(entry.get("from"))
    yield from _texts(_at(metadata, "tool.pdm.build.package-dir"))
    yield from _texts(_at(metadata, "tool.uv.build-backend.module-root"))


def _at(table: object, path: str) -> object:
    for key in path.split("."):
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _texts(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _is_source_root(folder: Path) -> bool:
    """Whether a folder is the one of the src layout, be there an `__init__.py` in it or not."""
    return folder.name == "src" and not is_file(folder / "provider.py")


def _tops(source_root: Path, roots: tuple[Path, ...]) -> list[Path]:
    """The packages right in a source root."""
    return [child for child in _importable(source_root, roots) if is_package(child)]


def _namespaces(source_root: Path, roots: tuple[Path, ...]) -> list[Path]:
    """The folders right in a source root that may hold packages and are none themselves."""
    return [
        child
        for child in _importable(source_root, roots)
        if not is_package(child) and not is_project(child)
    ]


def _importable(source_root: Path, roots: tuple[Path, ...]) -> list[Path]:
    with os.scandir(source_root):  # a source root that can't be listed is worth an error
        pass
    children = _children(source_root, links=True)
    return [child for child in children if child.name.isidentifier() and child not in roots]


def is_package(folder: Path) -> bool:
    """Whether a folder can be imported for more than what is below it."""
    return any(is_file(folder / name) for name in ("__init__.py", "provider.py"))


def is_file(path: Path) -> bool:
    """Whether there is an ordinary file; what can't be looked at is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _children(folder: Path, *, links: bool = False) -> list[Path]:
    """The folders in a folder, sorted; none if it can't be listed."""
    try:
        with os.scandir(folder) as found:
            names = [
                entry.name
                for entry in found
                if not entry.name.startswith(".")
                and entry.name not in _NEVER_A_PACKAGE
                and entry.is_dir(follow_symlinks=links)
            ]
    except OSError:
        return []
    return [folder / name for name in sorted(names)]


def _likeliest(packages: Sequence[Package]) -> tuple[Package, ...]:
    """Without any `provider.py`: the packages that are named like a provider, or the only one."""
    named = tuple(p for p in packages if p.dotted.startswith(_PREFIXES))
    return named or (tuple(packages) if len(packages) == 1 else ())
