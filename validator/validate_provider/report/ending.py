"""How the report for people ends: what can be installed, one sentence that counts, and advice."""

from collections.abc import Iterator

from validate_provider.checked import Checked
from validate_provider.contract import Timeline
from validate_provider.finding import Severity
from validate_provider.ranges.version_range import named_range
from validate_provider.report.paint import Paint

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_FEW = 2
"""So many releases are named, not counted."""


def ending(
    checked: Checked, told: list[Severity], timeline: Timeline, paint: Paint
) -> Iterator[str]:
    """Tell what is wrong with installing it, count what would fail, and say what would hold.

    Args:
        checked: What was found of a project.
        told: The severity of each finding as it is shown.
        timeline: Names the releases.
        paint: Colours, or none.
    """
    yield from told_conflicts(checked, timeline, paint)
    yield f"{counted(checked, told, paint)}: {_sentence(checked, timeline)}"
    advised = _advised(checked, timeline)
    if advised:
        yield advised


def told_conflicts(checked: Checked, timeline: Timeline, paint: Paint) -> Iterator[str]:
    """Two lines for each thing that keeps releases from being installed with the package."""
    for conflict in checked.conflicts:
        ranges = ", ".join(timeline.ranges(conflict.releases))
        how = paint("not on", "red") if conflict.certain else paint("only by hand on", "yellow")
        yield f"installs: {how} {ranges}"
        yield f"  {conflict.why}; {conflict.remedy}"


def counted(checked: Checked, told: list[Severity], paint: Paint) -> str:
    """How many errors, warnings and pieces of advice there are: `2 errors, 1 warning`."""
    severities = [*told, *(conflict.severity for conflict in checked.conflicts)]
    counts = []
    for severity in Severity:
        number = severities.count(severity)
        if number:
            plural = "" if severity is Severity.ADVICE or number == 1 else "s"
            counts.append(paint(f"{number} {severity.value}{plural}", COLOURS[severity]))
    return ", ".join(counts) or paint("no findings", "green")


def _sentence(checked: Checked, timeline: Timeline) -> str:
    asked, question = checked.replay.releases, checked.question
    text = f"{_told(checked, timeline)} ({question.origin})"
    # What the package promises, where more was asked.
    admitted = question.admitted
    if admitted and admitted != asked and admitted & asked == admitted:
        declared = f"{', '.join(question.declared.requirements)} in {question.declared.origin}"
        fail = (checked.failing & admitted).bit_count()
        number = admitted.bit_count()
        if number == 1:
            text += f"; the one that {declared} admits {'would fail' if fail else 'works'}"
        else:
            text += f"; of the {number} that {declared} admits, {fail or 'none'} would fail"
    return text


def _advised(checked: Checked, timeline: Timeline) -> str:
    """The requirements that hold, unless what the package says holds, too."""
    parts = []
    said = set(checked.question.declared.requirements)
    for advice in checked.advice:
        admitted = checked.question.admitted
        sound = admitted and not admitted & ~advice.releases and all(map(_bounded, said))
        if sound or said == set(advice.requirements):
            continue
        beyond = ", ".join(timeline.ranges(advice.beyond))
        parts.append(advice.line + (f" (and, apart from that, {beyond})" if beyond else ""))
    return f"what holds: {', or '.join(parts)}" if parts else ""


def _bounded(requirement: str) -> bool:
    """Whether a requirement leaves out releases to come."""
    read = named_range(requirement)
    return read is not None and read[1].high is not None


def _told(checked: Checked, timeline: Timeline) -> str:
    asked, failing, undecided = checked.replay.releases, checked.failing, checked.undecided
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
