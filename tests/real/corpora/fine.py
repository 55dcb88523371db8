"""Odd packages that load all the same, on every line."""

from collections.abc import Iterator

from tests.real.corpora.ground import Case, Ground
from tests.rules.test_fine import FINE, write_fine


def cases(ground: Ground) -> Iterator[Case]:
    """One for each of them."""
    for name in FINE:
        yield case(name, ground)


def case(name: str, ground: Ground) -> Case:
    """Write one of them."""
    folder = ground.place(name)
    folder.mkdir()
    return Case(name, write_fine(name, folder), tuple(ground.bits), config={})
