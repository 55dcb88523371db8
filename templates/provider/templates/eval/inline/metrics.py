"""The scoring functions of this provider. Knows nothing of the stack."""

from collections.abc import Callable


def exact_match(answer: str, expected: str) -> float:
    """Return 1 if the answer is the expected one, but for case and white space around it, and else 0."""
    return float(answer.strip().casefold() == expected.strip().casefold())


def contains(answer: str, expected: str) -> float:
    """Return 1 if the expected answer is somewhere in the answer, whatever the case, and else 0."""
    return float(expected.strip().casefold() in answer.casefold())


METRICS: dict[str, Callable[[str, str], float]] = {"exact_match": exact_match, "contains": contains}
"""By the names that benchmarks call them."""
