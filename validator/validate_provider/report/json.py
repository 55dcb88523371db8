"""The report as JSON, version 1."""

import json
from typing import TYPE_CHECKING

from validate_provider.checked import Checked
from validate_provider.contract import Timeline
from validate_provider.finding import Answer, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validate_provider.live.check import Asked
    from validate_provider.live.served import ServeReport
    from validate_provider.replay.trace import Trace
    from validate_provider.upgrade import Upgrade

VERSION = 1


def to_json(
    all_checked: list[Checked],
    asked: "list[list[Asked]]",
    timeline: Timeline,
    *,
    unchecked: "Sequence[str]" = (),
    traces: "Sequence[tuple[Trace, ...]]" = (),
    upgrades: "Sequence[Upgrade]" = (),
    served: "Sequence[list[ServeReport]]" = (),
) -> str:
    """Render the verdicts and findings of several projects, and what else was asked.

    Args:
        all_checked: What was found of each project.
        asked: What stacks said of each, if they were asked.
        timeline: Names the releases.
        unchecked: Why a path could not be checked, one sentence each.
        traces: The walks through each, if they were asked for.
        upgrades: The two releases put to each, if that was the question.
        served: What came of the requests to each one's server, if they were made.
    """
    replays = [checked.replay for checked in all_checked]
    findings = [finding for replay in replays for finding in replay.findings]
    severities = [finding.severity for finding in findings]
    severities += [conflict.severity for one in all_checked for conflict in one.conflicts]
    document: dict[str, object] = {
        "version": VERSION,
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "unchecked": list(unchecked),
        "projects": [_project(checked, timeline) for checked in all_checked],
        "providers": [
            {
                "provider_type": provider.provider_type,
                "api": provider.api,
                "module": provider.package.dotted,
                "path": checked.replay.project.shown(provider.package.folder),
                "told_in": provider.told_in.path if provider.told_in else None,
                "releases": [
                    {
                        "release": release.label,
                        "loads": verdict.loads.value,
                        "serves": verdict.serves.value,
                        "code": verdict.code,
                        "stack_says": verdict.stack_says,
                        "why": verdict.why,
                        **_installs(checked, bit),
                    }
                    for bit, release in timeline.members(checked.replay.releases)
                    for verdict in provider.verdicts
                    if verdict.releases & bit
                ],
            }
            for checked in all_checked
            for provider in checked.replay.providers
        ],
        "findings": [
            {
                "code": finding.code,
                "name": finding.name,
                "severity": finding.severity.value,
                "path": finding.place.path if finding.place else None,
                "line": finding.place.line if finding.place else None,
                "column": finding.place.column if finding.place else None,
                "message": finding.message,
                "hint": finding.hint,
                "stack_says": finding.stack_says,
                "releases": timeline.ranges(finding.releases),
            }
            for finding in findings
        ],
    }
    if asked:
        from validate_provider.report import live

        document["live"] = [entry for one in asked for entry in live.to_json(one)]
    if served:
        from validate_provider.report import serving

        document["served"] = [entry for one in served for entry in serving.to_json(one)]
    if traces:
        from validate_provider.report import trace

        document["trace"] = [trace.to_json(walk) for walks in traces for walk in walks]
    if upgrades:
        from validate_provider.report import upgrade

        document["upgrade"] = [upgrade.to_json(one, timeline) for one in upgrades]
    return json.dumps(document, indent=2, ensure_ascii=False)


def _project(checked: Checked, timeline: Timeline) -> dict[str, object]:
    """What was asked of a project, what it declares, and what would hold."""
    question = checked.question
    admitted = question.admitted & checked.replay.releases
    return {
        "path": checked.replay.project.shown(checked.replay.project.root),
        "asked": {"origin": question.origin, "releases": timeline.ranges(question.releases)},
        "declared": {
            "requirements": list(question.declared.requirements),
            "origin": question.declared.origin,
            "releases": timeline.ranges(question.admitted),
            "fail": timeline.ranges(admitted & checked.failing),
            "unknown": timeline.ranges(admitted & checked.undecided),
        },
        "advice": [
            {
                "dependencies": list(advice.requirements),
                "releases": timeline.ranges(advice.releases),
                "beyond": timeline.ranges(advice.beyond),
            }
            for advice in checked.advice
        ],
    }


def _installs(checked: Checked, bit: int) -> dict[str, str]:
    """The third column of a release: `no` where a conflict is proven, else nothing is known."""
    for conflict in checked.conflicts:
        if conflict.releases & bit:
            answer = Answer.NO if conflict.certain else Answer.UNKNOWN
            return {"installs": answer.value, "installs_why": f"{conflict.why}; {conflict.remedy}"}
    return {"installs": Answer.UNKNOWN.value, "installs_why": ""}
