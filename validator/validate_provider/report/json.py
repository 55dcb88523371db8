"""The report as JSON, version 1."""

import json
from typing import TYPE_CHECKING

from validate_provider.contract import Timeline
from validate_provider.finding import Severity
from validate_provider.replay import Replay

if TYPE_CHECKING:
    from validate_provider.live.check import Asked

VERSION = 1


def to_json(replays: list[Replay], asked: "list[list[Asked]]", timeline: Timeline) -> str:
    """Render the verdicts and findings of several projects, and what stacks said, if asked."""
    findings = [finding for replay in replays for finding in replay.findings]
    document: dict[str, object] = {
        "version": VERSION,
        "errors": sum(f.severity is Severity.ERROR for f in findings),
        "warnings": sum(f.severity is Severity.WARNING for f in findings),
        "providers": [
            {
                "provider_type": provider.provider_type,
                "api": provider.api,
                "module": provider.package.dotted,
                "path": provider.package.folder.as_posix(),
                "releases": [
                    {
                        "release": release.label,
                        "loads": verdict.loads.value,
                        "serves": verdict.serves.value,
                        "code": verdict.code,
                        "stack_says": verdict.stack_says,
                        "why": verdict.why,
                    }
                    for bit, release in timeline.members(replay.releases)
                    for verdict in provider.verdicts
                    if verdict.releases & bit
                ],
            }
            for replay in replays
            for provider in replay.providers
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
    return json.dumps(document, indent=2, ensure_ascii=False)
