"""The repository that a new package is."""

import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def project(folder):
    return folder / "llama-stack-provider-acme"


@pytest.fixture
def somebody(environ):
    """Let git know who is there."""
    environ |= {
        "GIT_AUTHOR_NAME": "Ann",
        "GIT_AUTHOR_EMAIL": "ann@localhost",
        "GIT_COMMITTER_NAME": "Ann",
        "GIT_COMMITTER_EMAIL": "ann@localhost",
    }


@pytest.fixture
def git(project, environ):
    def run(*words, cwd=project):
        command = ["git", *words]
        return subprocess.run(
            command, cwd=cwd, env=environ, check=True, capture_output=True, text=True
        ).stdout

    return run


def test_all_is_committed(new_provider, somebody, git):
    done = new_provider("acme", "--defaults", "--no-check")

    assert (done.returncode, done.stderr) == (0, "")
    assert git("log", "--format=%s by %an") == "Start by Ann\n"
    assert git("branch", "--show-current") == "main\n"
    assert git("status", "--porcelain", "--ignored") == ""


def test_no_git(new_provider, project):
    new_provider("acme", "--defaults", "--no-check", "--no-git")

    assert project.is_dir()
    assert not (project / ".git").exists()


def test_not_inside_another_repository(new_provider, git, folder, project):
    git("init", cwd=folder)

    done = new_provider("acme", "--defaults", "--no-check")

    assert (done.returncode, done.stderr) == (0, "")
    assert not (project / ".git").exists()


def test_the_repository_that_a_hook_speaks_of_is_left_alone(
    new_provider, somebody, git, tmp_path, environ
):
    other = tmp_path / "other"
    other.mkdir()
    git("init", cwd=other)
    environ["GIT_DIR"] = str(other / ".git")

    new_provider("acme", "--defaults", "--no-check")

    del environ["GIT_DIR"]
    assert git("log", "--format=%s") == "Start\n"
    assert git("count-objects", cwd=other).startswith("0 objects")


def test_git_is_not_there(new_provider, environ, project, tmp_path):
    environ["PATH"] = str(tmp_path)

    done = new_provider("acme", "--defaults", "--no-check")

    assert done.returncode == 0
    assert done.stderr == "new-provider: git is not there, so there is no repository yet\n"
    assert project.is_dir()


def test_git_does_not_know_who_is_there(new_provider, environ, git, project):
    Path(environ["HOME"], ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")

    done = new_provider("acme", "--defaults", "--no-check")

    assert done.returncode == 0
    assert "nothing is committed yet" in done.stderr
    assert "A  run.yaml" in git("status", "--porcelain")
