"""What an upgrade would break, for people."""

from collections.abc import Iterator

from validate_provider.contract import Timeline
from validate_provider.finding import Answer, Column
from validate_provider.record import replace
from validate_provider.replay.packages import ProviderVerdicts
from validate_provider.report.ending import counted, told_conflicts
from validate_provider.report.grouping import grouped
from validate_provider.report.paint import Paint
from validate_provider.report.text import told_group, told_unknown
from validate_provider.upgrade import Upgrade

_COLOURS = {Answer.YES: "green", Answer.NO: "red", Answer.UNKNOWN: "yellow"}


def to_text(upgrade: Upgrade, timeline: Timeline, paint: Paint) -> str:
    """Render what the new release brings, both verdicts of each provider, and a sentence.

    Args:
        upgrade: What was found.
        timeline: Names the releases.
        paint: Colours, or none.
    """
    replay = upgrade.checked.replay
    # A finding of the new release alone needs no word on releases.
    alone = replace(replay, releases=upgrade.new)
    groups = grouped(replay.findings)
    lines: list[str] = []
    for group in groups:
        lines.extend(told_group(group, alone, timeline, paint))
        lines.append("")
    for provider in replay.providers:
        lines.append(_provider(provider, upgrade, timeline, paint))
        lines.extend(told_unknown(provider, upgrade.new, timeline))
    lines.extend(told_conflicts(upgrade.checked, timeline, paint))
    told = [group[0].severity for group in groups]
    lines.append(f"{counted(upgrade.checked, told, paint)}: {_sentence(upgrade, timeline)}")
    lines.extend(_notes(upgrade, timeline))
    return "\n".join(lines)


def _provider(
    provider: ProviderVerdicts, upgrade: Upgrade, timeline: Timeline, paint: Paint
) -> str:
    parts = [paint(provider.title, bold=True)]
    for release in (upgrade.old, upgrade.new):
        answers = (
            f"{column.value}: {paint(answer.value, _COLOURS[answer])}"
            for column in Column
            for answer in [upgrade.answer(provider, release, column)]
        )
        parts.append(f"{_label(release, timeline)}  {'  '.join(answers)}")
    return "   ".join(parts)


def _sentence(upgrade: Upgrade, timeline: Timeline) -> str:
    old, new = _label(upgrade.old, timeline), _label(upgrade.new, timeline)
    if upgrade.breaks and upgrade.failed_before and not upgrade.worsens:
        return f"it fails on {old} already, and on {new} in another way"
    if upgrade.breaks:
        return f"going from {old} to {new} would break it"
    if upgrade.failed_before and upgrade.checked.failing & upgrade.new:
        return f"it fails on {old} and on {new} alike; going there breaks nothing more"
    if upgrade.undecided:
        return f"what {new} would do can't be told"
    return f"going from {old} to {new} breaks nothing"


def _notes(upgrade: Upgrade, timeline: Timeline) -> Iterator[str]:
    """What the sentence alone would let a person overlook."""
    old, new = _label(upgrade.old, timeline), _label(upgrade.new, timeline)
    for api in upgrade.apis_gone:
        yield f"{new} takes no providers for the API {api} any more: there is no way to go there"
    if upgrade.failed_before and upgrade.worsens:
        yield f"it fails on {old}, too; what fails on both is not told here"
    if any(finding.column is Column.LOADS for finding in upgrade.checked.replay.findings):
        yield "the loader stops at the first thing that fails: mend that, and ask again"
    question = upgrade.checked.question
    if question.admitted and not question.admitted & upgrade.new:
        declared = ", ".join(question.declared.requirements)
        yield f"{question.declared.origin} ({declared}) does not admit {new} yet"


def to_json(upgrade: Upgrade, timeline: Timeline) -> dict[str, object]:
    """The same in short as an object for JSON."""
    return {
        "path": upgrade.checked.replay.project.root.as_posix(),
        "from": _label(upgrade.old, timeline),
        "to": _label(upgrade.new, timeline),
        "breaks": upgrade.breaks,
        "failed_before": upgrade.failed_before,
        "unknown": upgrade.undecided,
        "apis_gone": list(upgrade.apis_gone),
    }


def _label(release: int, timeline: Timeline) -> str:
    return next(one.label for _bit, one in timeline.members(release))
