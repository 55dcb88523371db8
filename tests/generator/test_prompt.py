"""A person at a real terminal."""

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios

import pytest

SECONDS_TO_WAIT = 60
"""Before a silent command is given up."""


def _take_the_terminal():
    """Let the terminal's Ctrl-C reach us, as that of a shell does."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A terminal with the command at its other end."""

    def __init__(self, words, folder, environ):
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "new_provider", *words],
            cwd=folder,
            env={**environ, "TERM": "dumb"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_the_terminal,  # noqa: PLW1509 - there are no threads here
        )
        os.close(theirs)

    def until(self, text):
        """Read what the command says until `text` comes; return all of it."""
        said = ""
        while text not in said:
            ready, _, _ = select.select([self._ours], [], [], SECONDS_TO_WAIT)
            assert ready, said
            said += os.read(self._ours, 1024).decode()
        return said

    def type(self, line):
        self.press(f"{line}\n")

    def press(self, keys):
        os.write(self._ours, keys.encode())

    def rest(self, key=""):
        """Read until the command ends; return what it said.

        A key is pressed again as long as nothing is said: between a prompt and the reading of
        its answer there is a moment in which Python does not notice Ctrl-C.
        """
        said = b""
        try:
            while True:
                ready, _, _ = select.select([self._ours], [], [], 1 if key else SECONDS_TO_WAIT)
                if not ready:
                    assert key, said
                    self.press(key)
                    continue
                if not (more := os.read(self._ours, 1024)):
                    break
                said += more
        except OSError:  # how Linux says that nobody is at the other end
            pass
        self.process.wait()
        return said.decode()

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(folder, environ):
    opened = []

    def open_terminal(*words):
        opened.append(Terminal(words, folder, environ))
        return opened[-1]

    yield open_terminal
    for terminal in opened:
        terminal.close()


def test_all_is_asked(terminal, folder):
    person = terminal("--no-check", "--no-git")

    person.until("single dashes: ")
    person.type("Acme Two")
    assert "say 'acme-two'" in person.until("single dashes: ")
    person.type("acme-two")

    assert "inference, vector_io, files" in person.until("api [inference]: ")
    person.type("files")
    assert "remote, inline" in person.until("kind [inline]: ")
    person.type("")
    person.until("target [llama-stack-0.7]: ")
    person.type("ogx>=1.5")
    assert "module, directory" in person.until("found_by [module]: ")
    person.type("")
    assert "no, yes" in person.until("container [no]: ")
    person.type("")
    person.until("[Acme Two file storage for OGX]: ")
    person.type("")
    person.until("(may be empty): ")
    person.type("Zoë")

    assert "Wrote ogx-provider-acme-two: inline::acme-two" in person.rest()
    assert person.process.returncode == 0
    project = (folder / "ogx-provider-acme-two" / "pyproject.toml").read_text()
    assert 'description = "Acme Two file storage for OGX"' in project
    assert 'name = "Zoë"' in project


def test_only_what_is_missing_is_asked(terminal, folder):
    answers = ["--target", "llama-stack==0.2.22", "-d", "description=Words", "-d", "author="]
    kind = ["--kind", "remote", "--found-by", "module", "--container"]
    person = terminal("acme", *kind, *answers, "--no-check", "--no-git")

    assert person.until("api [inference]: ").count("]: ") == 1
    person.type("")

    person.rest()
    assert (folder / "llama-stack-provider-acme").is_dir()


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_the_person_goes_away(terminal, folder, key):
    person = terminal()
    person.until("single dashes: ")
    person.press(key)

    assert "Traceback" not in person.rest(key)
    assert person.process.returncode == 130
    assert not list(folder.iterdir())
