"""How the report for people ends: one sentence that counts."""

from validate_provider.against import Question
from validate_provider.contract import Timeline
from validate_provider.finding import Answer, Column, Severity
from validate_provider.replay import Replay
from validate_provider.report.paint import Paint

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_FEW = 2
"""So many releases are named, not counted."""


def ending(
    replay: Replay,
    told: list[Severity],
    question: Question,
    timeline: Timeline,
    paint: Paint,
) -> str:
    """Count what was found, and the releases that would fail.

    Args:
        replay: What was found.
        told: The severity of each finding as it is shown.
        question: Which releases were asked about, and why those.
        timeline: Names the releases.
        paint: Colours, or none.
    """
    failing, undecided = failing_in(replay), undecided_in(replay)
    text = _told(replay.releases, failing, undecided, timeline)
    text = f"{_findings(told, paint)}: {text} ({question.origin})"
    # What the package promises, where something else was asked: as far as it was.
    admitted = question.admitted & replay.releases
    if question.admitted and question.admitted != replay.releases and admitted:
        number = admitted.bit_count()
        declared = f"{', '.join(question.declared.requirements)} in {question.declared.origin}"
        fail = (failing & admitted).bit_count()
        which = "the release" if number == 1 else f"the {number} releases"
        text += f"; of {which} that {declared} admits, {fail or 'none'} would fail"
    return text


def failing_in(replay: Replay) -> int:
    """The releases in question that would not load some provider, or not serve it."""
    mask = 0
    for provider in replay.providers:
        for column in Column:
            mask |= provider.answers(column, Answer.NO)
    return mask


def undecided_in(replay: Replay) -> int:
    """The releases of which nothing worse is known of any provider than that it can't be told."""
    mask = 0
    for provider in replay.providers:
        for column in Column:
            mask |= provider.answers(column, Answer.UNKNOWN)
    return mask & ~failing_in(replay)


def _told(asked: int, failing: int, undecided: int, timeline: Timeline) -> str:
    number = asked.bit_count()
    if number <= _FEW:
        holding = asked & ~failing & ~undecided
        parts = (
            (failing, "would fail"),
            (undecided, "can't be told"),
            (holding, "load and serve it" if holding.bit_count() > 1 else "loads and serves it"),
        )
        return ", ".join(f"{_named(mask, timeline)} {what}" for mask, what in parts if mask)
    if not failing | undecided:
        return f"all {number} releases load and serve it"
    counted = [
        f"{'all' if mask == asked else f'{mask.bit_count()} of'} {number} releases {what}"
        for mask, what in ((failing, "would fail"), (undecided, "can't be told"))
        if mask
    ]
    return ", ".join(counted)


def _named(mask: int, timeline: Timeline) -> str:
    return " and ".join(release.label for _bit, release in timeline.members(mask))


def _findings(told: list[Severity], paint: Paint) -> str:
    counts = []
    for severity in Severity:
        number = told.count(severity)
        if number:
            plural = "" if severity is Severity.ADVICE or number == 1 else "s"
            counts.append(paint(f"{number} {severity.value}{plural}", COLOURS[severity]))
    return ", ".join(counts) or paint("no findings", "green")
