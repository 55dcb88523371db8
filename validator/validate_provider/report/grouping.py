"""Findings of one root put together, so that a fault is read once and not release by release."""

import re

from validate_provider.finding import Finding

_MOST_NAMES = 5
_SEVERAL_NAMES = r"(?<!`, )(?:`[^`]+`, )++`[^`]+` and `[^`]+`"
_NAME = r"`[^`]+`"
_LONGEST_WORDS = 240
"""A line of the stack's own words is cut after so many characters."""


Group = tuple[Finding, ...]
"""One fault of one line of source, as the releases meet it: the newest ones first."""


def grouped(findings: tuple[Finding, ...]) -> list[Group]:
    """Findings by rule and place, in the order of their first appearance."""
    found: dict[object, list[Finding]] = {}
    for finding in findings:
        line = finding.place.at_line if finding.place else None
        found.setdefault((finding.code, finding.severity, line), []).append(finding)
    return [
        tuple(sorted(group, key=lambda finding: finding.releases, reverse=True))
        for group in found.values()
    ]


def shortened(message: str) -> str:
    """A message with long lists of names cut: five are told, the rest counted.

    Nothing is cut that would hide only one or two.
    """

    def cut(match: re.Match[str]) -> str:
        names = re.findall(_NAME, match[0])
        if len(names) < _MOST_NAMES + 3:
            return match[0]
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"

    return re.sub(_SEVERAL_NAMES, cut, message)


def words(stack_says: str) -> list[str]:
    """The stack's own words, line by line, the longest of them cut."""
    return [
        line if len(line) <= _LONGEST_WORDS else f"{line[:_LONGEST_WORDS].rstrip()} ..."
        for line in stack_says.split("\n")
    ]
