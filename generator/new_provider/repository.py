"""Making the new project a git repository with a first commit, where that is welcome."""

import os
import subprocess
from pathlib import Path


def forget_other_repositories() -> None:
    """Drop the variables by which git, while it runs a hook, tells of the hook's repository.

    They would lead us, and copier, to that repository instead of the new one.
    """
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "PREFIX"):
        os.environ.pop(f"GIT_{name}", None)


def inside_repository(folder: Path) -> bool:
    """Whether `folder` lies in a git work tree."""
    return _git(folder, "rev-parse", "--is-inside-work-tree") == 0


def start_repository(project: Path) -> str | None:
    """Commit all of `project` to a new repository.

    Returns:
        What could not be done, for the person to do; None if all was done.
    """
    if _git(project, "init", "--quiet", "--initial-branch", "main") != 0:
        return "git is not there, so there is no repository yet"
    commit = ("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", "Start")
    if _git(project, "add", "--all") != 0 or _git(project, *commit) != 0:
        return "git does not know who you are, so nothing is committed yet"
    return None


def _git(folder: Path, *arguments: str) -> int:
    command = ["git", *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return -1
    return done.returncode
