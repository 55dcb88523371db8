"""Poetry's way of writing requirements, put into the standard's (PEP 508)."""

import re
from collections.abc import Iterator, Mapping

_CARET_OR_TILDE = r"([\^~])\s*v?(\d+(?:\.\d+)*)(\S*)"
_STARTS_WITH_SIGN = r"[<>=!~]"


def requirements_of(poetry: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Yield what a `[tool.poetry]` table requires: (key, requirement, extra or '').

    A dependency that is optional is one of the extras that name it.

    Args:
        poetry: The table; its `dependencies` and `extras` are read.
    """
    dependencies = poetry.get("dependencies")
    extras = poetry.get("extras")
    for name, value in dependencies.items() if isinstance(dependencies, dict) else ():
        if name.lower() == "python":
            continue
        for entry in value if isinstance(value, list) else [value]:
            text = _requirement(name, entry)
            optional = isinstance(entry, dict) and entry.get("optional") is True
            if not optional:
                yield name, text, ""
                continue
            for extra, named in extras.items() if isinstance(extras, dict) else ():
                if isinstance(named, list) and name in named:
                    yield name, text, extra


def _requirement(name: str, entry: object) -> str:
    if isinstance(entry, str):
        return f"{name}{specifier(entry)}"
    if not isinstance(entry, dict):
        return name
    version, python, markers = (entry.get(key) for key in ("version", "python", "markers"))
    wanted = [f"({markers})"] if isinstance(markers, str) and markers else []
    if isinstance(python, str):
        clauses = specifier(python).split(",")
        pairs = [re.fullmatch(r"([<>=!~]+)(.+)", clause) for clause in clauses]
        wanted += [f'python_version {pair[1]} "{pair[2]}"' for pair in pairs if pair]
    marker = f"; {' and '.join(wanted)}" if wanted else ""
    return f"{name}{specifier(version) if isinstance(version, str) else ''}{marker}"


def specifier(constraint: str) -> str:
    """Put a constraint such as `^0.7` into the standard's words: `>=0.7,<0.8`.

    What has no such words (`^0.6 || ^0.7`) is returned as it is, and is then no requirement
    that can be read.
    """
    if "|" in constraint:
        return f" {constraint}"
    parts = re.sub(r"([<>=!~^])\s+", r"\1", constraint).replace(",", " ").split()
    return ",".join(clause for part in parts if (clause := _clause(part)))


def _clause(part: str) -> str:
    if part == "*":
        return ""
    if part.startswith("~="):
        return part
    match = re.fullmatch(_CARET_OR_TILDE, part)
    if match:
        sign, version, tail = match.groups()
        numbers = [int(number) for number in version.split(".")]
        kept = _kept_by_caret(numbers) if sign == "^" else min(len(numbers), 2)
        ceiling = [*numbers[: kept - 1], numbers[kept - 1] + 1]
        return f">={version}{tail},<{'.'.join(map(str, ceiling))}"
    return part if re.match(_STARTS_WITH_SIGN, part) else f"=={part}"


def _kept_by_caret(numbers: list[int]) -> int:
    """How many numbers stay below their successor: all up to the first that is not 0."""
    for place, number in enumerate(numbers, 1):
        if number:
            return place
    return len(numbers)
