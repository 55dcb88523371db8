"""The versions that a requirement leaves, as far as plain comparisons say it."""

import re

from validate_provider.record import Record

Numbers = tuple[int, ...]

_REQUIREMENT = (
    r"\s*(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*"
    r"\(?(?P<clauses>[^;@()]*)\)?\s*"
)
_CLAUSE = r"\s*(~=|[<>]=?|==)\s*(\d{1,18}(?:\.\d{1,18})*)(\.\*)?\s*"
_LONGEST = 500
"""A requirement of more characters is nobody's, and is left unread."""
_EXCLUSION = r"\s*!=\s*[\w.*]+\s*"


class Range(Record):
    """From `low` to `high`; versions are padded as they are compared: 0.7 is 0.7.0."""

    low: Numbers = ()
    low_open: bool = False
    """Whether `low` itself is left out."""
    high: Numbers | None = None
    high_open: bool = True

    def meet(self, other: "Range") -> "Range":
        """The versions in both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        highs = [one for one in (self, other) if one.high is not None]
        if not highs:
            return Range(low, low_open)
        # Of two that end at the same version, the one that leaves it out is the narrower.
        end = min(highs, key=lambda one: (one.high or (), not one.high_open))
        return Range(low, low_open, end.high, end.high_open)

    @property
    def empty(self) -> bool:
        """Whether no version can be in it."""
        if self.high is None or self.low < self.high:
            return False
        return self.low > self.high or self.low_open or self.high_open


def numbers(version: str) -> Numbers:
    """The numbers of a version, without zeros at its end: `0.7.0` and `0.7` are one."""
    found = [int(number) for number in re.findall(r"\d{1,18}", version)]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def named_range(requirement: str) -> tuple[str, Range] | None:
    """What a requirement names, as written, and a range that holds all it admits.

    None if it holds for some environments only, or says it in another way than with plain
    versions: then nothing is stated of it.
    """
    match = re.fullmatch(_REQUIREMENT, requirement) if len(requirement) <= _LONGEST else None
    found = range_of(match["clauses"]) if match else None
    return (match["name"], found) if match and found else None


def range_of(specifier: str) -> Range | None:
    """The range that holds all that `>=3.10,<3.13` admits; None if it can't be read."""
    found = Range()
    if len(specifier) > _LONGEST:
        return None
    for clause in filter(str.strip, specifier.split(",")):
        if re.fullmatch(_EXCLUSION, clause):
            continue
        match = re.fullmatch(_CLAUSE, clause)
        if match is None or (match[3] and match[1] != "=="):
            return None
        found = found.meet(_range(match[1], match[2], wild=bool(match[3])))
    return found


def _range(sign: str, version: str, *, wild: bool) -> Range:
    low = numbers(version)
    parts = [int(number) for number in version.split(".")]
    match sign:
        case ">=":
            return Range(low)
        case ">":
            return Range(low, low_open=True)
        case "<":
            return Range(high=low)
        case "<=":
            return Range(high=low, high_open=False)
        case "~=":
            return Range(low, high=_after(parts[:-1]))
        case _ if wild:
            return Range(low, high=_after(parts))
        case _:
            return Range(low, high=low, high_open=False)


def _after(parts: list[int]) -> Numbers:
    """The first version that no longer begins with these numbers."""
    return (*parts[:-1], parts[-1] + 1) if parts else (10**9,)
