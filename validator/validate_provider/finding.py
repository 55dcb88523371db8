"""What every room of the validator speaks: findings, where they stand, verdicts."""

from enum import StrEnum

from validate_provider.record import Record


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Some release in question would not load the provider, or would not serve it."""
    WARNING = "warning"
    """It loads and serves, but silently does something else than its author means."""
    ADVICE = "advice"
    """It works; the official guide recommends otherwise."""


class Answer(StrEnum):
    """The answer to one of the two questions asked of a release: loads? serves?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Column(StrEnum):
    """Which of the two questions a finding answers with no (or leaves unknown)."""

    LOADS = "loads"
    SERVES = "serves"


class Place(Record):
    """A place in a file of the provider."""

    path: str
    """As a person would type it: relative to where the check was started, if it is below."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""

    @property
    def order(self) -> tuple[str, int, int]:
        """What sorts places as a person reads."""
        return self.path, self.line, self.column

    @property
    def at_line(self) -> tuple[str, int]:
        """The file and the line alone."""
        return self.path, self.line

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Finding(Record):
    """One fault, told once, with the releases in which it is one."""

    code: str
    """`SPKnnn`; never reused."""
    name: str
    """The rule's name; it names the problem: `config-class-missing`."""
    severity: Severity
    message: str
    """What is wrong, in the words of the author's code."""
    releases: int
    """The set of releases it holds for, one bit a release (see `contract.releases`)."""
    place: Place | None = None
    hint: str = ""
    """What to write instead."""
    stack_says: str = ""
    """The error the stack itself would show, word for word; empty if it shows none."""
    column: Column | None = None
    """The question that this answers; None for warnings and advice."""
    answer: Answer = Answer.NO
    """NO, or UNKNOWN where reading alone cannot tell."""
