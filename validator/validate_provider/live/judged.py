"""What a planned request is worth, by what came of it inside and through HTTP."""

from collections.abc import Mapping
from typing import Any

from validate_provider.live.served import MethodReport, Outcome

_WORDS = 300
"""Of what the stack says, in characters."""


def judged(told: Mapping[str, Any]) -> MethodReport:
    """Judge one request by what came of it inside and through HTTP."""
    outcome, words, where = Outcome(told["outcome"]), told["words"], told["where"]
    if outcome is Outcome.SERVED and told.get("http"):
        outcome = (
            Outcome.WRONG if told["status"] >= 500 or told["status"] < 400 else Outcome.REFUSED
        )
        if told["status"] == 501:
            outcome = Outcome.NOT_IMPLEMENTED
        words, where = told["http"], told.get("place") or told["defined"]
    elif outcome is Outcome.SERVED and told.get("lost"):
        # A job may run in the server's own process, and ends with it.
        outcome = Outcome.UNKNOWN if "job" in told["method"] else Outcome.WRONG
        words, where = told["lost"], told["defined"]
    if told["stream"] and words:
        words = f"streamed: {words}"
    if told["times"] > 1 and words:
        words = f"{told['times']} at once: {words}"
    return MethodReport(
        method=told["method"],
        outcome=outcome,
        words=words[:_WORDS],
        where=where,
        through="HTTP" if "request" in told else "call",
    )


def is_served(told: Mapping[str, Any]) -> bool:
    """Whether a request is served inside."""
    return bool(told.get("outcome") == Outcome.SERVED)
