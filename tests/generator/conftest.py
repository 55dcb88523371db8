"""The command, run as a person runs it."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def environ(tmp_path):
    """An environment of nobody's: no home, no git settings, a workshop of its own."""
    home = tmp_path / "home"
    workshop = tmp_path / "workshop"
    home.mkdir()
    workshop.mkdir()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **ours,
        "HOME": str(home),
        "TMPDIR": str(workshop),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
    }


@pytest.fixture
def folder(tmp_path):
    """The folder that the person is in; empty at first."""
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


@pytest.fixture
def new_provider(folder, environ):
    """Run new-provider with these words; nobody is there to answer it."""

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "new_provider", *words],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
