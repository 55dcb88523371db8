"""The finding of the real stack: that it says the opposite of what reading says."""

from typing import ClassVar

from validate_provider.finding import Answer, Column, Severity
from validate_provider.live.load import LoadReport, Step
from validate_provider.record import Record
from validate_provider.replay.packages import Verdict

AT_REQUEST = ("SPK6", "SPK510")
"""Codes of what may fail at a request only; the stack may well start."""


class Difference(Record):
    """A finding of its own: reading and the stack itself say opposite things of a release.

    Reading takes what the package depends on to be installed, and can't see what only happens as
    it runs: a service that does not answer, a file that is not there. If it is none of these, one
    of the two is wrong about the release, and that is a bug of this kit: please report it.
    """

    column: Column
    read: Verdict
    release: str
    code: ClassVar = "SPK001"
    name: ClassVar = "verdict-differs"
    severity: ClassVar = Severity.ERROR

    @property
    def message(self) -> str:
        """What differs."""
        said = self.read.loads if self.column is Column.LOADS else self.read.serves
        other = "no" if said is Answer.YES else "yes"
        by = f" ({self.read.code})" if self.read.code else ""
        verb = "loads" if self.column is Column.LOADS else "starts"
        return (
            f"reading alone says {verb}: {said.value}{by}, and {self.release} itself says {other}"
        )

    @property
    def hint(self) -> str:
        """What it may be."""
        if self.read.code:
            return "please report it, with the package if you can"
        return "if it is not what only happens as it runs, please report it"


def between(read: Verdict, report: LoadReport) -> Difference | None:
    """Give the first opposite answers, where both were asked about the same.

    What is not installed is none: reading takes what a package depends on to be there. Nor is a
    sample that its config class refuses: who writes a config need not begin with it.
    """
    if report.stack_broken or (report.cause and report.cause.missing):
        return None
    if report.sampled and report.step is Step.CONFIG:
        return None
    if {read.loads, report.loads} == {Answer.YES, Answer.NO}:
        return Difference(Column.LOADS, read, report.release)
    at_request = read.loads is not Answer.NO and read.code.startswith(AT_REQUEST)
    if {read.serves, report.serves} == {Answer.YES, Answer.NO} and not at_request:
        return Difference(Column.SERVES, read, report.release)
    return None
