"""Putting a finished package where it belongs: whole, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


class PlaceError(Exception):
    """The package can't be put there; the text says where, why and what to do."""


def check_place(into: Path, project: str) -> None:
    """See that `project` can be made in the folder `into`, before anything is written.

    Raises:
        PlaceError: If `into` is no folder to write to, or something is there already.
    """
    if not into.is_dir():
        what = "is not a folder" if os.path.lexists(into) else "does not exist"
        raise PlaceError(f"{into} {what}; name a folder with --into")
    try:
        tempfile.TemporaryFile(dir=into).close()
    except OSError as error:
        raise PlaceError(
            f"{into} can't be written to ({error.strerror}); name another folder with --into"
        ) from error
    if os.path.lexists(into / project):
        raise PlaceError(
            f"{into / project} is there already; take another name, or another folder with --into"
        )


def place(into: Path, project: str, make: Callable[[Path], None]) -> Path:
    """Make a project and put it into a folder, by one rename.

    Nothing is left behind if it fails or is interrupted. What is being made lies in the
    system's folder for such things; only when complete does it come near its place.

    Args:
        into: The folder that gets the project.
        project: The name of the project's folder.
        make: Writes the project to the path it is given, which does not exist yet.

    Raises:
        PlaceError: If it can't be written.
    """
    destination = into / project
    try:
        with tempfile.TemporaryDirectory(prefix="new-provider-") as workshop:
            made = Path(workshop, project)
            make(made)
            with tempfile.TemporaryDirectory(prefix=f".{project}-", dir=into) as beside:
                whole = Path(beside, project)
                shutil.copytree(made, whole, symlinks=True)
                check_place(into, project)
                whole.rename(destination)
    except OSError as error:
        raise PlaceError(f"{destination} can't be written: {error.strerror or error}") from error
    return destination
