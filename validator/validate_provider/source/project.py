"""Finding the provider packages at a path: src or flat layout, with or without a pyproject.toml."""

import tomllib
from pathlib import Path
from typing import NamedTuple

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
        "test",
        "tests",
        "venv",
    }
)
_PREFIXES = ("llama_stack_provider", "ogx_provider")


class NothingFoundError(Exception):
    """There is no provider package at a path; the text says where it was looked for."""


class UnreadableError(Exception):
    """A file that must be read first can't be; the text says which, where and why."""


class Package(NamedTuple):
    """An importable package that holds, or should hold, a provider."""

    dotted: str
    """What a run config's `module:` would say."""
    folder: Path
    root: Path
    """The folder that would be on `sys.path`."""


class Project(NamedTuple):
    """A folder that a person calls their provider."""

    root: Path
    pyproject: Path | None
    metadata: dict[str, object]
    """The parsed pyproject.toml; empty without one."""
    packages: tuple[Package, ...]


def find_project(path: Path) -> Project:
    """Find the provider packages at a path.

    Args:
        path: A project folder, a folder somewhere inside a package, or a `provider.py`.

    Returns:
        The project, with at least one package.

    Raises:
        NothingFoundError: If nothing there could be a provider package.
        UnreadableError: If its pyproject.toml is not valid TOML.
    """
    if path.is_file() and path.suffix != ".py":
        raise NothingFoundError(f"{path}: neither a folder nor a Python file")
    folder = path.parent if path.is_file() else path
    package_top = _package_top(folder)
    root = _project_root(folder, package_top)
    pyproject = root / "pyproject.toml"
    has_pyproject = pyproject.is_file()
    metadata = _metadata(pyproject) if has_pyproject else {}
    if package_top is not None:
        packages = _entries(package_top.parent, package_top)
    else:
        packages = tuple(
            package
            for source_root in _source_roots(root)
            for top in _tops(source_root)
            for package in _entries(source_root, top)
        )
        with_entry = tuple(p for p in packages if (p.folder / "provider.py").is_file())
        packages = with_entry or _likeliest(packages)
    if not packages:
        looked = "no package with a `provider.py` in it, in `src/` or directly"
        raise NothingFoundError(f"{path}: {looked}")
    return Project(root, pyproject if has_pyproject else None, metadata, packages)


def _metadata(pyproject: Path) -> dict[str, object]:
    try:
        return tomllib.loads(pyproject.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnreadableError(f"{pyproject}: {error}") from None


def _package_top(folder: Path) -> Path | None:
    """The outermost package that a folder lies in, if it lies in one."""
    top = None
    for candidate in (folder, *folder.parents):
        if not (candidate / "__init__.py").is_file():
            break
        top = candidate
    if top is None and (folder / "provider.py").is_file() and folder.name.isidentifier():
        # A package without `__init__.py` is one all the same.
        return folder
    return top


def _project_root(folder: Path, package_top: Path | None) -> Path:
    """The folder with the pyproject.toml, or the one that would hold it."""
    base = package_top.parent if package_top is not None else folder
    if base.name == "src" and (base.parent / "pyproject.toml").is_file():
        return base.parent
    return base


def _source_roots(root: Path) -> tuple[Path, ...]:
    src = root / "src"
    return (src, root) if src.is_dir() and not (src / "__init__.py").is_file() else (root,)


def _tops(source_root: Path) -> list[Path]:
    """The folders of a source root that can be imported."""
    try:
        children = sorted(source_root.iterdir())
    except OSError as error:
        raise UnreadableError(f"{source_root}: {error.strerror}") from None
    return [
        child
        for child in children
        if child.is_dir()
        and child.name.isidentifier()
        and child.name not in _NEVER_A_PACKAGE
        and child.name != "src"
        and ((child / "__init__.py").is_file() or (child / "provider.py").is_file())
    ]


def _entries(source_root: Path, top: Path) -> tuple[Package, ...]:
    """The package itself, or its sub-packages if only they have a `provider.py`."""
    whole = Package(top.name, top, source_root)
    if (top / "provider.py").is_file():
        return (whole,)
    inner = [
        file.parent
        for file in sorted(top.rglob("provider.py"))
        if not set(file.relative_to(top).parts) & _NEVER_A_PACKAGE
    ]
    if not inner:
        return (whole,)
    return tuple(
        Package(".".join(folder.relative_to(source_root).parts), folder, source_root)
        for folder in inner
    )


def _likeliest(packages: tuple[Package, ...]) -> tuple[Package, ...]:
    """Without any `provider.py`: the packages that are named like a provider, or the only one."""
    named = tuple(p for p in packages if p.dotted.startswith(_PREFIXES))
    return named or (packages if len(packages) == 1 else ())
