"""The lines of the stack, and the cells that there are: an API, on a line that lets one provide it.

A line is a run of releases for which one written package is right.
"""

from collections.abc import Iterator

from packaging.specifiers import SpecifierSet

from template_maker.facts import facts
from validate_provider.contract import Contract, Release
from validate_provider.record import Record

NOT_LOADABLE = frozenset(("container_runtime", "prompts"))
"""APIs that a release calls providable though its loader can load no provider for them.

`prompts` has no entry in the registry (llama-stack 0.2.21 and 0.2.22, core/distribution.py),
`container_runtime` none among the protocols (ogx 1.2.0 to 1.5.0, core/resolver.py).
"""


class Line(Record):
    """A line of the stack."""

    name: str
    distribution: str
    """The server's distribution: `llama-stack` or `ogx`."""
    releases: str
    """The releases that are of the line, as a specifier."""


LINES = tuple(
    Line(name, fact["distribution"], fact["releases"]) for name, fact in facts()["lines"].items()
)


class Cell(Record):
    """An API on a line."""

    api: str
    line: Line
    releases: int
    """The releases of the line in which a provider may be configured for the API."""
    bit: int
    """The newest of them, which the cell is written for."""
    newest: Release


def cells(contract: Contract) -> Iterator[Cell]:
    """Yield every cell, line by line."""
    for line in LINES:
        of_line = releases_of(line, contract)
        for api, providable in sorted(contract.providable().items()):
            releases = of_line & providable
            if releases and api not in NOT_LOADABLE:
                *_, (bit, newest) = contract.timeline.members(releases)
                yield Cell(api, line, releases, bit, newest)


def releases_of(line: Line, contract: Contract) -> int:
    """Return the set of the known releases of a line."""
    wanted = SpecifierSet(line.releases)
    found = 0
    for bit, release in contract.timeline.members(contract.timeline.everything):
        if release.distribution == line.distribution and release.version in wanted:
            found |= bit
    return found


def noun(api: str) -> str:
    """Return how class names spell an API: `VectorIo` for `vector_io`."""
    return "".join(word.capitalize() for word in api.split("_"))
