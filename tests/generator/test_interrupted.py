"""The command, ended in the middle of its work by a real signal."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

# Stands where git is called, when the package is rendered and not yet in its place: it tells
# that we are there, and stays until it is ended.
STANDSTILL = """#!/bin/sh
[ "$1" = init ] || exit 1
echo here > "$REACHED"
exec cat "$NEVER"
"""


@pytest.fixture
def at_a_standstill(folder, environ, tmp_path):
    """The command in the middle of its work."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "git").write_text(STANDSTILL)
    (programs / "git").chmod(0o755)
    reached, never = tmp_path / "reached", tmp_path / "never"
    os.mkfifo(reached)
    os.mkfifo(never)
    environ |= {
        "PATH": f"{programs}{os.pathsep}{environ['PATH']}",
        "REACHED": str(reached),
        "NEVER": str(never),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "new_provider", "acme", "--defaults", "--no-check"],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        assert reached.read_text() == "here\n"
        yield process
        # Its git, too, if that is still there.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_nothing_is_left(at_a_standstill, folder, tmp_path, name):
    at_a_standstill.send_signal(getattr(signal, name))
    output, errors = at_a_standstill.communicate()

    assert at_a_standstill.returncode == 130
    assert output + errors.strip() == ""
    assert not list(folder.iterdir())
    assert not list((tmp_path / "workshop").iterdir())


def test_killed_without_a_word(at_a_standstill, folder):
    at_a_standstill.kill()
    at_a_standstill.wait()

    assert not list(folder.iterdir())
