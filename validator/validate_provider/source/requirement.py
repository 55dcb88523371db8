"""Reading a requirement such as `llama-stack-api>=0.7,<0.8`.

The everyday form, a name and comparisons with plain versions, is read here, because `packaging`
takes longer to import than the whole check to run. Anything else is left to `packaging`.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

_EVERYDAY = (
    r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*"
    r"((?:(?:[<>]=?|==|!=)\s*\d+(?:\.\d+)*\s*(?:,\s*|$))*)"
)
_EXTRA = r"""extra\s*==\s*["']([A-Za-z0-9._ -]+)["']"""
_CLAUSE = r"([<>]=?|==|!=)\s*([\d.]+)"
_COMPARE: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    "<": lambda version, other: version < other,
    "<=": lambda version, other: version <= other,
    ">": lambda version, other: version > other,
    ">=": lambda version, other: version >= other,
    "==": lambda version, other: version == other,
    "!=": lambda version, other: version != other,
}
_PARTS = 6
"""Versions are compared as if padded with zeros to so many parts: 0.7 is 0.7.0."""


def normalised(name: str) -> str:
    """A distribution's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def distribution_of(requirement: str) -> str:
    """The distribution that a requirement names, normalised; empty if it can't be read."""
    match = re.match(_EVERYDAY, requirement)
    return normalised(match.group(1)) if match else ""


def admits(requirement: str) -> Callable[[str], bool]:
    """A test for final versions: whether a requirement admits them where it applies.

    Args:
        requirement: A requirement as PEP 508 has it.

    Raises:
        ValueError: If it can't be read; the text says why.
    """
    name_and_versions, _, marker = requirement.partition(";")
    match = re.fullmatch(_EVERYDAY, name_and_versions)
    if match is None or (marker and not re.fullmatch(_EXTRA, marker.strip())):
        return _by_packaging(requirement)
    clauses = [(_COMPARE[sign], _parts(text)) for sign, text in re.findall(_CLAUSE, match.group(2))]
    return lambda version: all(compare(_parts(version), other) for compare, other in clauses)


def marker_of(requirement: str) -> str:
    """The condition that a requirement stands under; empty without one."""
    return requirement.partition(";")[2].strip()


def extra_of(marker: str) -> str:
    """The extra that a condition asks for; empty if it asks for none."""
    match = re.search(_EXTRA, marker) if marker else None
    return match.group(1) if match else ""


def holds(marker: str, environment: Mapping[str, str]) -> bool:
    """Whether a condition holds in an environment.

    Args:
        marker: As PEP 508 has it.
        environment: Its variables: `python_version`, `sys_platform`, `extra`.

    Raises:
        ValueError: If the marker can't be read; the text says why.
    """
    if not marker:
        return True
    only_extra = re.fullmatch(_EXTRA, marker)
    if only_extra:
        return only_extra.group(1) == environment.get("extra", "")
    from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName

    try:
        return Marker(marker).evaluate({"extra": "", **environment})
    except (InvalidMarker, UndefinedEnvironmentName) as error:
        reason = str(error).partition("\n")[0]
        raise ValueError(f"`{marker}` is no condition of a requirement: {reason}") from None


def _parts(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return tuple(parts + [0] * (_PARTS - len(parts)))


def _by_packaging(requirement: str) -> Callable[[str], bool]:
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        specifier = Requirement(requirement).specifier
    except InvalidRequirement as error:
        reason = str(error).partition("\n")[0]
        raise ValueError(f"`{requirement}` is not a requirement: {reason}") from None
    return specifier.contains
