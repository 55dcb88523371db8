"""Versions that the provider's code asks for: of the stack, and of Python."""

import ast
import re
from collections.abc import Iterator

from validate_provider.contract import Contract
from validate_provider.source.operations import compared
from validate_provider.source.values import Constant, Item, Sequence

NO_METADATA = "No package metadata was found for {}"
"""What `importlib.metadata` says of a distribution that is not installed."""
_BUNDLED = frozenset({"0.4.0", "0.4.1", "0.4.2", "0.4.3"})
"""llama-stack that brings the API package along, so that nothing of its name need be installed."""
_NEWEST_PYTHON = (3, 99)
_NUMBER = r">=\s*(\d+)\.(\d+)"


def installed(distribution: str, mask: int, contract: Contract) -> Iterator[tuple[int, str | None]]:
    """The version of one of the stack's distributions, in each release of `mask`.

    Yields:
        Releases, and the version there; None where it is not installed, no release where that
        can't be told.
    """
    wanted = re.sub(r"[-_.]+", "-", distribution).lower()
    for bit, release in contract.timeline.members(mask):
        if wanted == release.distribution:
            yield bit, release.version
        elif wanted == release.api_distribution:
            bundled = release.distribution == "llama-stack" and release.version in _BUNDLED
            if not bundled:
                yield bit, release.version
        else:
            yield bit, None


def is_of_stack(distribution: str, contract: Contract) -> bool:
    """Whether a distribution is the stack's own: server or API package, old or new name."""
    wanted = re.sub(r"[-_.]+", "-", distribution).lower()
    return any(
        wanted in (release.distribution, release.api_distribution)
        for release in contract.timeline.releases
    )


def by_python(
    part: str, operator: ast.cmpop, other: object, mask: int, contract: Contract
) -> Iterator[tuple[int, bool]]:
    """What a comparison with `sys.version_info` gives on every Python that a release admits.

    Args:
        part: `` for all of it, `major` or `minor`.
        operator: What stands between them.
        other: A list of numbers, or a number for a part.
        mask: The releases.
        contract: Which Python each of them requires.

    Yields:
        Releases in which all Pythons answer alike, and the answer.
    """
    if not isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE | ast.Eq | ast.NotEq):
        return
    for bit, release in contract.timeline.members(mask):
        lowest = re.search(_NUMBER, release.requires_python)
        if lowest is None:
            continue
        answers = set()
        first = int(lowest[2])
        for minor in range(first, _NEWEST_PYTHON[1]):
            version: object = {"": [3, minor, 0, "final", 0], "major": 3, "minor": minor}[part]
            made = compared(operator, version, other)
            answers.add(made.value if isinstance(made, Constant) else None)
        if len(answers) == 1 and isinstance(answer := answers.pop(), bool):
            yield bit, answer


def parsed(text: str) -> Constant | None:
    """`packaging.version.Version(text)`; None if it is no version."""
    from packaging.version import InvalidVersion, Version

    try:
        return Constant(Version(text))
    except InvalidVersion:
        return None


def part_of(version: object, name: str) -> Constant | Sequence | None:
    """An attribute of a `Version`; None if it is not one of numbers."""
    if type(version).__name__ != "Version" or name not in {"major", "micro", "minor", "release"}:
        return None
    value = getattr(version, name)
    if isinstance(value, tuple):
        everywhere = -1
        return Sequence("tuple", tuple(Item(everywhere, Constant(part)) for part in value))
    return Constant(value)
