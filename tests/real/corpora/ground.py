"""What a corpus is written from, and the packages it is made of."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from stacks.environments import lines
from tests.written import Written, write
from validate_provider.contract import Contract


class Case(NamedTuple):
    """One package of a corpus, and the lines it is put to."""

    name: str
    folder: Path
    """The project."""
    lines: tuple[str, ...]
    config: Mapping[str, object] | None = None
    """The provider's config; None for its own sample."""
    directory: Path | None = None
    """The tree of YAML that describes it; None if a run config names its module."""
    alone: bool = False
    """Whether the provider is without what it needs beside the stack (see `inside/alone.py`)."""


class Ground:
    """What a corpus is written from.

    Attributes:
        folder: Where to write packages.
        contract: Says which releases a package declares.
        pythons: The Python of each line's environment, of the lines that are asked.
    """

    def __init__(self, folder: Path, contract: Contract, pythons: dict[str, Path]) -> None:
        self.folder = folder
        self.contract = contract
        self.pythons = pythons
        self._written: dict[tuple[str, str], Written] = {}

    @cached_property
    def bits(self) -> dict[str, int]:
        """Every line that has a lock, and the set of its one release."""
        return {line: self.contract.timeline.find(label(line)) for line in lines()}

    def lines_in(self, releases: int) -> tuple[str, ...]:
        """The lines whose release is in a set."""
        return tuple(line for line, bit in self.bits.items() if bit & releases)

    def place(self, name: str) -> Path:
        """A folder that is not there yet, for one package."""
        count = sum(1 for _ in self.folder.iterdir())
        return self.folder / f"{count}-{''.join(c if c.isalnum() else '-' for c in name)}"

    def written(self, api: str, target: str) -> Written:
        """A package as `new-provider` writes it, written once: copy it before changing it."""
        if (api, target) not in self._written:
            folder = self.place(f"{api} {target}")
            folder.mkdir()
            self._written[api, target] = write(api, target, folder)
        return self._written[api, target]


def label(line: str) -> str:
    """The release of a line, as the timeline has it: `llama-stack 0.7.3`."""
    return " ".join(line.rsplit("-", 1))
