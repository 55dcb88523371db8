"""The report for people."""

from collections.abc import Iterator

from validate_provider.against import Question
from validate_provider.contract import Timeline
from validate_provider.finding import Answer, Column, Finding, Severity
from validate_provider.replay import ProviderVerdicts, Replay
from validate_provider.report.paint import Paint

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}


def to_text(replay: Replay, question: Question, timeline: Timeline, paint: Paint) -> str:
    """Render one project: its findings, a line for each provider, and the count.

    Args:
        replay: What was found.
        question: Which releases were asked about, and why those.
        timeline: Names the releases.
        paint: Colours, or none.
    """
    lines: list[str] = []
    for finding in replay.findings:
        lines.extend(_finding(finding, replay, timeline, paint))
        lines.append("")
    for provider in replay.providers:
        lines.extend(_provider(provider, replay, question, timeline, paint))
    lines.append(_count(replay, question, timeline, paint))
    return "\n".join(lines)


def _finding(finding: Finding, replay: Replay, timeline: Timeline, paint: Paint) -> Iterator[str]:
    where = "{}:{}:{}: ".format(*finding.place) if finding.place else ""
    severity = paint(finding.severity.value, _COLOURS[finding.severity], bold=True)
    yield f"{paint(where, bold=True)}{severity} {finding.code} {finding.name}"
    line = replay.line(finding)
    if line:
        yield f"    {line}"
    tail = f"; {finding.hint}" if finding.hint.startswith("did you mean") else ""
    yield f"  {finding.message}{tail}"
    if finding.hint and not tail:
        yield f"  {finding.hint}"
    if finding.stack_says:
        first, *more = finding.stack_says.split("\n")
        yield f"  the stack would say: {first}"
        yield from (f"    {text}" for text in more)
    if finding.releases != replay.releases:
        yield f"  on {', '.join(timeline.ranges(finding.releases))}"


def _provider(
    provider: ProviderVerdicts,
    replay: Replay,
    question: Question,
    timeline: Timeline,
    paint: Paint,
) -> Iterator[str]:
    if provider.provider_type == "?":
        title = provider.package.dotted
    else:
        title = f"{provider.provider_type} ({provider.api})"
    parts = [paint(title, bold=True)]
    for column in Column:
        yes = provider.answers(column, Answer.YES)
        if not yes and provider.answers(column, Answer.UNKNOWN) == replay.releases:
            parts.append(f"{column.value}: {paint('unknown', 'yellow')}")
            continue
        parts.append(f"{column.value}: {_releases(yes, replay.releases, timeline, paint)}")
    parts.append(f"declared: {question.declared or 'no stack'}")
    yield "   ".join(parts)
    for column in Column:
        unknown = provider.answers(column, Answer.UNKNOWN)
        if column is Column.SERVES:
            unknown &= ~provider.answers(Column.LOADS, Answer.UNKNOWN)
        for verdict in provider.verdicts:
            if verdict.releases & unknown and verdict.why:
                ranges = ", ".join(timeline.ranges(verdict.releases))
                yield f"  {column.value}: unknown on {ranges}: {verdict.why}"
                yield "    `validate-provider --load` asks the stack installed here"


def _releases(mask: int, asked: int, timeline: Timeline, paint: Paint) -> str:
    if not mask:
        return paint("no release", "red")
    text = ", ".join(timeline.ranges(mask))
    return paint(text, "green" if mask == asked else "yellow")


def _count(replay: Replay, question: Question, timeline: Timeline, paint: Paint) -> str:
    counts = []
    for severity in Severity:
        number = sum(finding.severity is severity for finding in replay.findings)
        if number:
            noun = (
                severity.value
                if severity is Severity.ADVICE or number == 1
                else f"{severity.value}s"
            )
            counts.append(paint(f"{number} {noun}", _COLOURS[severity]))
    examined = sum(1 for _ in timeline.members(replay.releases))
    releases = "1 release" if examined == 1 else f"{examined} releases"
    verdict = ", ".join(counts) or paint("no findings", "green")
    return f"{verdict} ({releases}: {question.origin})"
