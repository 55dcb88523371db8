"""The stack that says the opposite of what reading says is a finding of its own."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from validate_provider.cli import main
from validate_provider.finding import Answer
from validate_provider.live import check
from validate_provider.live.environment import Environment
from validate_provider.live.load import Link, LoadReport, Step

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
RELEASE = "llama-stack 0.7.3"


def report(loads, serves, **changed):
    """What a stack might have said."""
    said = {
        "release": RELEASE,
        "api_release": "llama-stack-api 0.7.3",
        "python": Path("python"),
        "api": "inference",
        "provider_type": "remote::acme",
        "declared": (),
        "imported_from": None,
        "step": Step.OK,
        "loads": loads,
        "serves": serves,
        "chain": (),
        "stack_broken": False,
        "hint": "",
        "printed": "",
    }
    return LoadReport(**said | changed)


@pytest.fixture
def command(written, monkeypatch, capsys):
    """Give `command(report, *options)`: the command's exit code and output, if a stack says so.

    The package loads and serves, as reading says rightly: a wrong verdict is one that is opposite.
    """
    monkeypatch.setattr(check, "find", lambda *_: Environment(Path("python"), "--python"))

    def command(said, *options):
        monkeypatch.setattr(check, "load", lambda *_: said)
        folder = str(written("inference", "llama-stack>=0.7,<0.8").folder)
        given = [folder, "--against", "llama-stack==0.7.3", "--load", *options]
        with pytest.raises(SystemExit) as ended:
            main(given)
        return ended.value.code, capsys.readouterr().out

    return command


def test_a_difference_is_told_and_is_an_error(command):
    code, output = command(report(NO, NO, step=Step.VALIDATE))
    assert code == 1
    assert "error SPK001 verdict-differs" in output
    assert f"reading alone says loads: yes, and {RELEASE} itself says no" in output


def test_a_difference_in_starting_is_told(command):
    code, output = command(report(YES, NO, step=Step.START_UP))
    assert code == 1
    assert f"reading alone says starts: yes, and {RELEASE} itself says no" in output


def test_a_difference_is_told_to_programs(command):
    (live,) = json.loads(command(report(NO, NO), "--format", "json")[1])["live"]
    assert live["difference"]["code"] == "SPK001"
    assert live["difference"]["severity"] == "error"
    (live,) = json.loads(command(report(YES, YES), "--format", "json")[1])["live"]
    assert live["difference"] is None


MISSING = Link(type="ModuleNotFoundError", text="", where="", missing="acme_sdk")


@pytest.mark.parametrize(
    ("said", "options"),
    [
        (report(YES, YES), []),
        (report(UNKNOWN, UNKNOWN), []),
        (report(NO, NO, stack_broken=True), []),
        (report(NO, NO, chain=(MISSING,)), []),
        (report(NO, NO, step=Step.CONFIG, sampled=True), []),
        (report(NO, NO, imported_from=Path("/elsewhere")), []),
        (report(NO, NO), ["-c", "url=x"]),
        (report(NO, NO, release="llama-stack 0.6.1"), []),
    ],
    ids=[
        "same",
        "open",
        "broken",
        "not installed",
        "sample",
        "other files",
        "other config",
        "not read",
    ],
)
def test_what_was_not_asked_the_same_is_no_difference(said, options, command):
    assert "SPK001" not in command(said, *options)[1]


def test_a_config_that_was_given_and_is_refused_is_a_difference(command):
    assert "SPK001" in command(report(NO, NO, step=Step.CONFIG))[1]


@pytest.mark.parametrize(("code", "differs"), [("SPK602", False), ("SPK701", True)])
def test_a_request_is_not_made(code, differs):
    read = SimpleNamespace(loads=YES, serves=NO, code=code)
    assert bool(check.between(read, report(YES, YES))) == differs


def test_it_is_explained(capsys):
    with pytest.raises(SystemExit):
        main(["--explain", "SPK001"])
    assert capsys.readouterr().out.startswith(
        "SPK001 verdict-differs (error)\n\nA finding of its own:"
    )
