"""Packages as `new-provider` writes them, on every line: those they are for, and all others."""

from collections.abc import Iterator

from tests.real.corpora.ground import Case, Ground
from tests.rules.mutation import API, GUIDE, OGX

APIS = ("inference", "files")
TARGETS = (GUIDE, API, OGX)


def cases(ground: Ground) -> Iterator[Case]:
    """One for each API and target."""
    for target in TARGETS:
        for api in APIS:
            folder = ground.written(api, target).folder
            yield Case(f"{api} for {target}", folder, tuple(ground.bits))
