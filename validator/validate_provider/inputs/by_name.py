"""The project that a name means where no path is: one here, or an installed package."""

import re
from contextlib import suppress
from pathlib import Path

from validate_provider.inputs.missing import MissingPathError
from validate_provider.record import replace
from validate_provider.source.layout import TooManyFoldersError, sub_projects
from validate_provider.source.project import (
    NothingFoundError,
    Project,
    UnreadableError,
    find_project,
    printable,
)
from validate_provider.source.requirement import normalised

_NAME = r"[A-Za-z_][\w.-]{0,200}"
_FILES = (".py", ".toml", ".cfg", ".yaml", ".yml", ".whl", ".zip", ".gz", ".tgz", ".txt", ".md")


def project_named(word: str, here: Path, python: Path | None) -> Project:
    """Find the project here, or the installed package, that has a name.

    Args:
        word: What a person typed, where there is no such path.
        here: The folder that it was typed in.
        python: The interpreter whose packages are meant; None for those of the project.

    Raises:
        MissingPathError: If nothing has that name; the text says what may have been meant.
        NothingFoundError: If a package has it that holds no other package.
        UnreadableError: If a file of it can't be read.
    """
    missing = f"there is no '{printable(word)}' here"
    if not re.fullmatch(_NAME, word) or word.lower().endswith(_FILES):
        raise MissingPathError(f"{missing}{_hint(word)}")
    own = _here(word, here) if python is None else None
    if own is not None:
        return own

    from validate_provider.live.environment import candidates
    from validate_provider.question.installed import site_folders
    from validate_provider.source.installed import find_installed_package

    looked = []
    for interpreter, chosen_by in candidates(here, python):
        found = find_installed_package(word, site_folders(interpreter), here)
        if found is not None:
            return found
        looked.append(f"{interpreter} ({chosen_by})")
    raise MissingPathError(
        f"{missing}{_hint(word)}, and no package of that name is installed for "
        f"{' or '.join(looked)}; name its folder, or activate its environment"
    )


def _here(word: str, here: Path) -> Project | None:
    """The project here, or in a folder below, whose package or distribution has that name."""
    folders = [here]
    with suppress(TooManyFoldersError):
        folders += sub_projects(here)
    for folder in folders:
        with suppress(NothingFoundError, UnreadableError):
            project = find_project(folder, here)
            dotted = word.removesuffix(".provider")
            named = tuple(p for p in project.packages if p.dotted == dotted)
            table = project.metadata.get("project")
            name = table.get("name") if isinstance(table, dict) else None
            if named:
                return replace(project, packages=named)
            if isinstance(name, str) and normalised(name) == normalised(word):
                return project
    return None


def _hint(word: str) -> str:
    """What a person may have meant instead."""
    if word.startswith("~"):
        return f"; without quotes, the shell puts your home folder for '{word.partition('/')[0]}'"
    if re.match(r"[a-z+]+://|git@", word):
        return "; fetch it first, and name the file or folder"
    if re.match(r"[A-Za-z][\w.-]*\s*(\[.*\])?\s*[=<>!~]=", word):
        return "; an installed package is named without its version"
    if any(sign in word for sign in "*?["):
        return "; no file matches"
    path = Path(word)
    with suppress(OSError):
        if (path.parent / "src" / path.name).exists():
            return f"; did you mean '{printable(str(path.parent / 'src' / path.name))}'?"
        import difflib

        siblings = {child.name.lower(): child.name for child in path.parent.iterdir()}
        for match in difflib.get_close_matches(path.name.lower(), siblings, 1):
            return f"; did you mean '{printable(str(path.parent / siblings[match]))}'?"
    return ""
