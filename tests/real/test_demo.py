"""`make demo` does what the README says of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stacks.environments import CACHE_VARIABLE
from tests.real.installed import installed

ROOT = Path(__file__).parents[2]


@pytest.fixture
def demo(tmp_path):
    """Give `demo(...)`: run it in a folder of its own, with these variables."""

    def demo(**environ):
        return subprocess.run(
            [sys.executable, "-m", "demo"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        )

    return demo


def test_ends_with_an_answer_of_the_real_server(demo, tmp_path):
    installed("llama-stack-0.7.3")
    ran = demo()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "acme: remote::acme (inference)" in ran.stdout
    assert "You said: hello" in ran.stdout
    assert "You | said: | hello" in ran.stdout
    assert (tmp_path / "build" / "demo" / "llama-stack-provider-acme" / "run.yaml").is_file()


def test_says_what_went_wrong(demo, tmp_path):
    (tmp_path / "file").touch()
    ran = demo(**{CACHE_VARIABLE: str(tmp_path / "file")})
    assert ran.returncode == 1
    assert "llama-stack-0.7.3 can't be kept here" in ran.stderr
    assert "Traceback" not in ran.stderr
