"""The report for people."""

from collections.abc import Iterator

from validate_provider.checked import Checked
from validate_provider.contract import Timeline
from validate_provider.finding import Answer, Column, Finding
from validate_provider.replay.packages import ProviderVerdicts, Replay
from validate_provider.report.ending import COLOURS, ending
from validate_provider.report.grouping import Group, grouped, shortened, words
from validate_provider.report.paint import Paint


def to_text(checked: Checked, timeline: Timeline, paint: Paint) -> str:
    """Render one project: its findings, a line for each provider, and a sentence that counts.

    Args:
        checked: What was found, and what was asked.
        timeline: Names the releases.
        paint: Colours, or none.
    """
    replay = checked.replay
    lines: list[str] = []
    groups = grouped(replay.findings)
    for group in groups:
        lines.extend(told_group(group, replay, timeline, paint))
        lines.append("")
    for provider in replay.providers:
        lines.extend(_provider(provider, replay, timeline, paint))
    told = [group[0].severity for group in groups]
    lines.extend(ending(checked, told, timeline, paint))
    return "\n".join(lines)


def told_group(group: Group, replay: Replay, timeline: Timeline, paint: Paint) -> Iterator[str]:
    """One fault: where it is, then what it does, by releases if they meet it differently."""
    first = group[0]
    where = f"{first.place}: " if first.place else ""
    severity = paint(first.severity.value, COLOURS[first.severity], bold=True)
    yield f"{paint(where, bold=True)}{severity} {first.code} {first.name}"
    line = replay.line(first)
    if line:
        yield f"    {line}"
    if len(group) == 1:
        yield from _alone(first, replay, timeline)
    else:
        yield from _by_releases(group, timeline)


def _alone(finding: Finding, replay: Replay, timeline: Timeline) -> Iterator[str]:
    tail = f"; {finding.hint}" if finding.hint.startswith("did you mean") else ""
    yield f"  {shortened(finding.message)}{tail}"
    if finding.hint and not tail:
        yield from (f"  {shortened(text)}" for text in finding.hint.split("\n"))
    yield from _words(finding.stack_says, "  ")
    if finding.releases != replay.releases:
        yield f"  on {', '.join(timeline.ranges(finding.releases))}"


def _by_releases(group: Group, timeline: Timeline) -> Iterator[str]:
    alike = len({finding.stack_says for finding in group}) == 1
    for number, finding in enumerate(group):
        ranges = ", ".join(timeline.ranges(finding.releases))
        hint = f"; {finding.hint}" if finding.hint else ""
        yield f"  on {ranges}: {shortened(finding.message)}{hint}"
        following = group[number + 1].stack_says if number + 1 < len(group) else ""
        if finding.stack_says != following:
            yield from _words(finding.stack_says, "  " if alike else "    ")


def _words(stack_says: str, indent: str) -> Iterator[str]:
    if stack_says:
        said, *more = words(stack_says)
        yield f"{indent}the stack would say: {said}"
        yield from (f"{indent}  {text}" for text in more)


def _provider(
    provider: ProviderVerdicts, replay: Replay, timeline: Timeline, paint: Paint
) -> Iterator[str]:
    parts = [paint(provider.title, bold=True)]
    for column in Column:
        yes = provider.answers(column, Answer.YES)
        unknown = provider.answers(column, Answer.UNKNOWN)
        if unknown and not yes:
            text = "unknown" if unknown == replay.releases else "none for certain"
            parts.append(f"{column.value}: {paint(text, 'yellow')}")
            continue
        parts.append(f"{column.value}: {_releases(yes, replay.releases, timeline, paint)}")
    yield "   ".join(parts)
    yield from told_unknown(provider, replay.releases, timeline)


def told_unknown(provider: ProviderVerdicts, releases: int, timeline: Timeline) -> Iterator[str]:
    """What can't be told of a provider in some releases, reason by reason."""
    reasons: dict[tuple[Column, str], int] = {}
    for verdict in provider.verdicts:
        column = Column.LOADS if verdict.loads is Answer.UNKNOWN else Column.SERVES
        if verdict.why and Answer.UNKNOWN in (verdict.loads, verdict.serves):
            key = column, verdict.why
            reasons[key] = reasons.get(key, 0) | verdict.releases
    for (column, why), mask in reasons.items():
        if mask & releases:
            ranges = ", ".join(timeline.ranges(mask & releases))
            yield f"  {column.value}: unknown on {ranges}: {why}"
    if any(mask & releases for mask in reasons.values()):
        yield "  `--load` asks the stack that is installed"


def _releases(mask: int, asked: int, timeline: Timeline, paint: Paint) -> str:
    if not mask:
        return paint("no release", "red")
    text = ", ".join(timeline.ranges(mask))
    return paint(text, "green" if mask == asked else "yellow")
