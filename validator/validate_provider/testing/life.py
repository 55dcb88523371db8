"""Run the checks of a provider's life in the stack's own process, and take what came of them."""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from validate_provider.live import contained
from validate_provider.live.asking import Question, facts_in, spelled, told_of
from validate_provider.live.serve import SECONDS_FOR_EACH
from validate_provider.live.terms import Terms
from validate_provider.live.variables import passed
from validate_provider.record import Record

PROGRAM = "validate_provider.testing.inside.start"
_LONGEST = 3600.0
"""Seconds; by then the process has long ended itself, by the time limit of the step it is in."""


class Ending(StrEnum):
    """How a check ends."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Check(Record):
    """What came of one check."""

    ending: Ending
    words: str = ""
    """What is wrong, or why it can't be made."""
    where: str = ""
    """`path:line` in the provider's own package."""


class Life(Record):
    """What was seen of a provider from its start to its end."""

    checks: Mapping[str, Check]
    """By their names: those that were come to."""
    waits: Mapping[str, tuple[str, str]] | None
    """Method -> what it waits in, in the server's own thread, and where; None if unknown."""
    started: bool = False
    """Whether the stack starts with it."""
    problem: str = ""
    """What kept the other checks from being made; empty if nothing did."""
    where: str = ""

    def check(self, name: str) -> Check:
        """Give what came of a check.

        One that was not come to is skipped, if something else fails that kept it from being made.
        """
        words = f"it was not come to: {self.problem or 'no request is made of it'}"
        told = any(it.ending is Ending.FAILED for it in self.checks.values())
        is_lost = self.started and self.problem and not told
        ending = Ending.FAILED if is_lost else Ending.SKIPPED
        return self.checks.get(name, Check(ending, words, self.where))


def watch_life(
    question: Question,
    python: Path,
    terms: Terms,
    *,
    hooks: Sequence[str],
    upstream: str | None = None,
    model: str | None = None,
    embedding_model: str | None = None,
) -> Life:
    """Have the stack of a Python start a provider, use it and end it.

    Args:
        question: The provider.
        python: The Python that has the stack, the provider and this kit.
        terms: What the stack may use up and may know; the time is that of each start.
        hooks: The methods of the provider that register resources, and take them back.
        upstream: The URL of a remote provider's backend, instead of the one in its config.
        model: The model to name in requests; None for the first that the provider lists.
        embedding_model: The same, in requests to embed.

    Raises:
        OSError: If the Python can't be started.
    """
    with contained.folder() as folder:
        home, answer, requests = folder / "home", folder / "answer", folder / "requests"
        temporary = home / "tmp"
        temporary.mkdir(parents=True)
        answer.touch()
        requests.touch()
        token = secrets.token_hex()
        asked = spelled(question, terms, answer, token, home) | {
            "requests": str(requests),
            "packages": str(folder / "packages"),
            "each": SECONDS_FOR_EACH,
            "upstream": upstream,
            "model": model,
            "embedding_model": embedding_model,
            "hooks": list(hooks),
        }
        written = folder / "question.json"
        written.write_text(json.dumps(asked, default=str), encoding="utf-8")
        command = [str(python), "-m", PROGRAM, str(written)]
        environ = passed(os.environ, terms.variables, temporary)
        ended = contained.run(command, home, environ, _LONGEST)
        facts = facts_in(answer.read_bytes().splitlines(), token)
    return _life(facts, ended)


def _life(facts: Mapping[str, Any], ended: contained.Ended) -> Life:
    checks = {
        name: Check(Ending(it["outcome"]), it["words"], it["where"])
        for name, it in facts.get("checks", {}).items()
    }
    waits = {name: (what, where) for name, (what, where) in facts.get("waits", {}).items()}
    problem, where = _problem(facts, ended)
    begun = facts.get("begun", "")
    if problem and begun and begun not in checks:
        checks[begun] = Check(Ending.FAILED, problem, where)
    return Life(checks, waits if facts.get("watched") else None, "methods" in facts, problem, where)


def _problem(facts: Mapping[str, Any], ended: contained.Ended) -> tuple[str, str]:
    """Say why it did not come to its end, and where; nothing if it did."""
    if facts.get("ended") == "ok":
        return "", ""
    if facts.get("ended") == "time":
        return "it does not come to an end", facts["where"]
    if chain := facts.get("chain"):
        return told_of(chain)
    last = (ended.printed.strip().splitlines() or ["it says nothing"])[-1]
    return f"the process ended with exit code {ended.exit_code}: {last}", ""
