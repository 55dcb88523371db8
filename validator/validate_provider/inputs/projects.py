"""The projects that one word stands for: a path, an archive, the name of a package."""

from pathlib import Path

from validate_provider.inputs.private import PrivateFolder
from validate_provider.record import Record
from validate_provider.source.layout import (
    TooManyFoldersError,
    is_package,
    packages_in,
    sub_projects,
)
from validate_provider.source.manifest import metadata_of
from validate_provider.source.project import (
    NothingFoundError,
    Project,
    UnreadableError,
    find_project,
    printable,
    project_of,
    shown,
)

_ARCHIVES = (".whl", ".tar.gz", ".tgz", ".zip")
_SITE = frozenset({"site-packages", "dist-packages"})


class Found(Record):
    """What a word stands for."""

    projects: tuple[Project, ...]
    unchecked: tuple[str, ...] = ()
    """Why something of it can't be checked, one sentence each."""


def projects_at(word: str, here: Path, private: PrivateFolder, python: Path | None) -> Found:
    """Find the projects that a word stands for.

    Args:
        word: As a person typed it: a path, or the name of an installed package.
        here: The folder that paths are shown relative to.
        private: Gives folders to unpack in.
        python: The interpreter whose packages are meant; None for those of the project.

    Raises:
        MissingPathError: If there is nothing of that name.
    """
    why = unreachable(word)
    if why:
        return Found((), (f"{printable(word)}: {why}",))
    path = Path(word).resolve() if exists(word) else None
    if path and not path.is_dir() and not path.is_file():
        return Found((), (f"{shown(path, here)}: neither a folder nor an ordinary file",))
    try:
        if path is None:
            from validate_provider.inputs.by_name import project_named

            return Found((project_named(word, here, python),))
        site = next((p for p in (path, *path.parents) if p.name in _SITE), None)
        if site is not None:
            return Found((_in_environment(path, site, here),))
        if path.is_dir():
            return _in_folder(path, here, private)
        if path.name.lower().endswith(_ARCHIVES):
            return Found((_in_archive(path, here, private),))
        return Found((find_project(path, here),))
    except (NothingFoundError, UnreadableError) as error:
        return Found((), (f"{shown(error.path, here)}: {error.reason}",))


def exists(word: str) -> bool:
    """Whether there is anything at a path."""
    try:
        return bool(word) and Path(word).exists()
    except OSError:
        return False


def unreachable(word: str) -> str:
    """Why it can't be told whether there is anything at a path; empty if it can."""
    try:
        Path(word).exists()
    except PermissionError as error:
        return error.strerror or str(error)
    except OSError:
        # No such path can be: its name is too long, say.
        return ""
    return ""


def _in_folder(folder: Path, here: Path, private: PrivateFolder) -> Found:
    """The project of a folder and those below it; or the archives in it, as in `dist/`."""
    projects: list[Project] = []
    unchecked: list[str] = []
    reason = ""
    try:
        projects.append(find_project(folder, here))
    except NothingFoundError as error:
        reason = error.reason
    below: tuple[Path, ...] = ()
    try:
        below = sub_projects(folder) if not is_package(folder) else ()
    except TooManyFoldersError:
        if not projects:
            reason = "too many folders below it; name the provider's"
            raise UnreadableError(folder, reason) from None
    for inner in below:
        try:
            projects.append(find_project(inner, here))
        except NothingFoundError:
            continue
        except UnreadableError as error:
            unchecked.append(f"{shown(error.path, here)}: {error.reason}")
    if not projects and not unchecked:
        for archive in sorted(folder.iterdir()):
            if archive.name.lower().endswith(_ARCHIVES) and archive.is_file():
                try:
                    projects.append(_in_archive(archive, here, private))
                except (NothingFoundError, UnreadableError) as error:
                    unchecked.append(f"{shown(error.path, here)}: {error.reason}")
    if not projects and not unchecked:
        raise NothingFoundError(folder, reason)
    # A package without a `provider.py` is a mistake where nothing else is, and a helper of the
    # providers where they are.
    with_entry = [p for p in projects if any(package.has_entry for package in p.packages)]
    return Found(tuple(with_entry or projects), tuple(unchecked))


def _in_environment(path: Path, site: Path, here: Path) -> Project:
    """The installed package that a path leads into."""
    from validate_provider.source.installed import find_installed_package

    folder = path if path.is_dir() else path.parent
    dotted = ".".join(folder.relative_to(site).parts)
    found = find_installed_package(dotted, (site,), here) if dotted else None
    if found is None:
        reason = "it is no package, but an environment's folder for them; name one in it"
        raise NothingFoundError(path, reason)
    return found


def _in_archive(archive: Path, here: Path, private: PrivateFolder) -> Project:
    """The project in a wheel or sdist, whose files are shown as if the archive were a folder."""
    from validate_provider.source.archive import ArchiveError, unpack

    shown_from = private.new()
    inside = archive.relative_to(here) if archive.is_relative_to(here) else Path(archive.name)
    folder = shown_from / inside
    try:
        unpack(archive, folder)
        if archive.suffix.lower() == ".whl":
            return _wheel(folder, shown_from)
        tops = [child for child in folder.iterdir() if child.is_dir()]
        return find_project(tops[0] if len(tops) == 1 else folder, shown_from)
    except ArchiveError as error:
        raise UnreadableError(archive, str(error)) from None
    except OSError as error:
        raise UnreadableError(archive, error.strerror or str(error)) from None
    except (NothingFoundError, UnreadableError) as error:
        place = archive / error.path.relative_to(folder)
        raise type(error)(place, error.reason) from None


def _wheel(folder: Path, shown_from: Path) -> Project:
    metadata = sorted(folder.glob("*.dist-info/METADATA"))
    if len(metadata) != 1:
        what = "no" if not metadata else "more than one"
        raise UnreadableError(folder, f"no wheel: it has {what} .dist-info/METADATA")
    packages = packages_in(folder, {}, namespaces=True)
    if not packages:
        raise NothingFoundError(folder, "no package with a `provider.py` in it")
    return project_of(folder, metadata_of(metadata[0]), packages, shown_from)
