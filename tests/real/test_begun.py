"""`--load` has the stack imported while it reads, and what it says is the same."""

import pytest

from tests.real import packages
from tests.real.test_load import TIME_IS_UP
from validate_provider.cli import main
from validate_provider.live.asking import Question
from validate_provider.live.begun import Begun
from validate_provider.live.load import Step, load
from validate_provider.live.terms import Terms
from validate_provider.record import replace

LINE = "llama-stack-0.7.3"
HANGS = f"{TIME_IS_UP}time_is_up.start(); threading.Event().wait()\n"
CASES = {
    "good": ({}, Step.OK),
    "wrong": ({"provider": "raise ValueError('not today')\n"}, Step.REGISTRY),
    "hanging": ({"provider": HANGS}, Step.REGISTRY),
}


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_the_same(name, stack, tmp_path):
    changed, step = CASES[name]
    folder = packages.write(tmp_path, LINE, "tool_runtime", **changed)
    asked = Question(
        module=packages.NAME,
        api="tool_runtime",
        provider_type="remote::weather",
        search_path=[folder],
    )
    terms = Terms()
    with Begun(stack(LINE), terms) as begun:
        ahead = load(asked, stack(LINE), terms, begun)
    assert ahead.step is step
    at_once = load(asked, stack(LINE), terms)
    # What a stack prints has the time in it.
    assert replace(ahead, printed="") == replace(at_once, printed="")


def test_the_stack_is_imported_once(stack, written, tmp_path):
    project, _package = written("files", "llama-stack-0.7")
    python, starts = tmp_path / "python", tmp_path / "starts"
    python.write_text(f'#!/bin/sh\necho "$1" >> {starts}\nexec {stack(LINE)} "$@"\n')
    python.chmod(0o755)
    words = [str(project), "--against", "llama-stack==0.7.3", "--load", "--python", str(python)]
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert starts.read_text().count("probe.py") == 1
