"""What came of the requests of a provider's API, method by method."""

from enum import StrEnum
from pathlib import Path

from validate_provider.finding import Answer
from validate_provider.record import Record


class Outcome(StrEnum):
    """What came of a method's requests; the later ones say more than the earlier."""

    SERVED = "served"
    UNKNOWN = "unknown"
    """It can't be told: the stack did not pass it on, or the provider's service is not there."""
    REFUSED = "refused"
    """The provider refuses the request, as it may be right to."""
    NOT_IMPLEMENTED = "not implemented"
    WRONG = "wrong"


class MethodReport(Record):
    """One method of the API."""

    method: str
    outcome: Outcome
    words: str
    """What the stack says; empty if it is served."""
    where: str
    """`path:line` in the provider's own package; empty if it is not to be had."""
    through: str
    """`HTTP`, or `call` for a method that the release has no route for."""


class ServeReport(Record):
    """What the real server made of a provider."""

    release: str
    """The stack that was asked: "llama-stack 0.7.3"; empty if it could not say."""
    python: Path
    api: str
    provider_type: str
    methods: tuple[MethodReport, ...] = ()
    """In the order that they were asked in."""
    problem: str = ""
    """What kept the requests from being made: the stack did not start; empty if nothing did."""
    where: str = ""
    """The place in the provider's own package that belongs to the problem."""
    settled: bool = True
    """Whether the problem is the provider's for certain."""
    ended_by_itself: bool = True
    """Whether the server ended in time when it was interrupted."""
    stuck_at: str = ""
    """Where the provider held it up, if that is the cause for certain; else empty."""
    beside: tuple[tuple[str, str], ...] = ()
    """What stood beside it: an API, and the type of the provider; empty for a stand-in."""
    log: Path | None = None
    """What the server printed, kept if something is wrong."""

    @property
    def serves(self) -> Answer:
        """No if anything is wrong or holds up the server's end, yes if something is served."""
        outcomes = {method.outcome for method in self.methods}
        if Outcome.WRONG in outcomes or (self.problem and self.settled) or self.stuck_at:
            return Answer.NO
        if self.problem or Outcome.SERVED not in outcomes:
            return Answer.UNKNOWN
        return Answer.YES
