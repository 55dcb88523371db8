"""A probe that was begun before its question was known answers it, or is ended."""

import os
import sys
import time
from pathlib import Path

import pytest

from validate_provider.live import begun
from validate_provider.live.asking import Question, ask
from validate_provider.live.begun import Begun
from validate_provider.live.terms import Terms

NOTHING = Question(module="anything")


def program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_it_answers_as_one_that_was_asked_at_once():
    python = Path(sys.executable)
    with Begun(python, Terms()) as it:
        said = it.ask(NOTHING)
    at_once = ask(NOTHING, python, Terms())
    assert said.facts["ended"] == "error"
    assert (said.facts, said.exit_code) == (at_once.facts, at_once.exit_code)


@pytest.mark.parametrize("wanted", ["llama_stack", "ogx"])
def test_of_two_stacks_it_imports_the_one_that_is_asked(wanted, tmp_path, monkeypatch):
    for root in ("llama_stack", "ogx"):
        (tmp_path / root).mkdir()
        (tmp_path / root / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Begun(Path(sys.executable), Terms()) as it:
        said = it.ask(Question(module="anything", root=wanted))
    assert said.facts["chain"][0]["missing"].partition(".")[0] == wanted


def test_one_that_nobody_asks_is_ended(tmp_path):
    told = tmp_path / "pid"
    python = program(tmp_path / "python", f"echo $$ > '{told}.new'; mv '{told}.new' '{told}'; cat")
    with Begun(python, Terms()):
        while not told.exists():
            time.sleep(0.01)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_one_that_does_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(begun, "SECONDS_OF_GRACE", 0)
    with Begun(program(tmp_path / "python", "sleep 600"), Terms(seconds=0)) as it:
        said = it.ask(NOTHING)
    assert (said.facts, said.exit_code) == ({}, None)


def test_who_asks_is_told_that_it_could_not_be_started(tmp_path):
    with Begun(tmp_path / "no such program", Terms()) as it, pytest.raises(FileNotFoundError):
        it.ask(NOTHING)
