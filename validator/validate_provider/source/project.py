"""What a person calls their provider: a folder with packages, and what it says it requires."""

from pathlib import Path

from validate_provider.record import Record
from validate_provider.source.documents import Document, Tree
from validate_provider.source.layout import (
    MANIFESTS,
    Package,
    TooManyFoldersError,
    entries,
    is_project,
    package_at,
    package_top,
    packages_in,
    source_roots,
)
from validate_provider.source.manifest import Manifest, Stated, UnreadableError, manifest_of

__all__ = ["NothingFoundError", "Package", "Project", "UnreadableError", "find_project"]


class NothingFoundError(Exception):
    """There is no provider package at a path.

    Attributes:
        path: Where was looked.
        reason: What for.
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the path and the reason."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Project(Record):
    """A folder that a person calls their provider."""

    root: Path
    pyproject: Path | None
    metadata: dict[str, object]
    """The parsed pyproject.toml; empty without one."""
    packages: tuple[Package, ...]
    trees: tuple[Tree, ...] = ()
    """The folders of YAML specs to check."""
    document: Document | None = None
    """The run config or build config to check."""
    beside: "tuple[Project, ...]" = ()
    """Where the packages are looked for that YAML names."""
    requirements: tuple[Stated, ...] = ()
    """All that it says it requires, wherever that stands."""
    requires_python: str = ""
    """The Pythons that it says it runs on: `>=3.12`; empty if it says nothing."""
    manifest: Path | None = None
    """The file to change if its requirements are wrong: pyproject.toml, setup.cfg, METADATA."""
    unread: str = ""
    """Why its requirements are not known; empty if they are."""
    shown_from: Path | None = None
    """The folder that its paths are shown relative to; None for its own."""

    def shown(self, path: Path) -> str:
        """A path as a person would type it."""
        return shown(path, self.shown_from or self.root)


def shown(path: Path, here: Path) -> str:
    """A path as a person would type it: relative to `here`, if it lies below; in one line."""
    return printable(path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path))


def printable(text: str) -> str:
    """What a person typed, in one line and without what a terminal would obey."""
    return text if text.isprintable() else ascii(text)[1:-1]


def find_project(path: Path, shown_from: Path | None = None) -> Project:
    """Find the provider packages at a path.

    Args:
        path: A project folder, one of its files, or a folder somewhere inside a package. Links
            in it are resolved.
        shown_from: The folder that paths are shown relative to.

    Returns:
        The project, with at least one package.

    Raises:
        NothingFoundError: If nothing there could be a provider package.
        UnreadableError: If a file or folder that has to be read can't be.
    """
    if not path.is_dir() and path.suffix != ".py" and path.name not in MANIFESTS:
        reason = "neither a folder nor a Python file, a wheel (.whl) or an sdist (.tar.gz, .zip)"
        raise NothingFoundError(path, reason)
    folder = path if path.is_dir() else path.parent
    try:
        top = package_top(folder)
        if top is None or path.name in MANIFESTS:
            root = folder.parent if folder.name == "src" and is_project(folder.parent) else folder
            manifest = manifest_of(root)
            packages = packages_in(root, manifest.tables)
        else:
            root = _root_around(top)
            manifest = manifest_of(root)
            source_root = _source_root(top, root, manifest)
            inside = package_at(folder, source_root)
            packages = (inside,) if inside.has_entry else entries(source_root, top)
    except OSError as error:
        raise UnreadableError(Path(error.filename or folder), error.strerror or "") from None
    except TooManyFoldersError:
        reason = "too many folders below it; name the provider's own"
        raise UnreadableError(folder, reason) from None
    if not packages:
        looked = "no package with a `provider.py` in it, in `src/` or directly"
        raise NothingFoundError(path, looked)
    return project_of(root, manifest, packages, shown_from)


def project_of(
    root: Path, manifest: Manifest, packages: tuple[Package, ...], shown_from: Path | None
) -> Project:
    """Put together what was found of a project."""
    pyproject = root / "pyproject.toml"
    return Project(
        root,
        pyproject if pyproject == manifest.file or manifest.tables else None,
        manifest.tables,
        packages,
        requirements=manifest.requirements,
        requires_python=manifest.requires_python,
        manifest=manifest.file,
        unread=manifest.unread,
        shown_from=shown_from,
    )


def _root_around(top: Path) -> Path:
    """The folder of the project that a package belongs to."""
    if is_project(top) and not is_project(top.parent):
        return top
    for folder in top.parents:
        if is_project(folder):
            return folder
        if (folder / ".git").exists():
            break
    return top.parent


def _source_root(top: Path, root: Path, manifest: Manifest) -> Path:
    """The folder that is on `sys.path` when a package of a project is imported."""
    told = [path for path in source_roots(root, manifest.tables) if path != root]
    around = [path for path in told if path in top.parents]
    return max(around, key=lambda path: len(path.parts)) if around else top.parent
