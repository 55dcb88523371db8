"""The timeline: every release the contract knows, and sets of them as the bits of an int.

The order is the order of the upgrade path: all of `llama-stack`, then all of `ogx` (which is
llama-stack under its new name), each by version. Bit *i* of a set stands for release *i*.
"""

from collections.abc import Iterable, Iterator

from validate_provider.contract.blocks import BlockFile, ContractError
from validate_provider.record import Record

_PREFIXES = {"llama-stack": "", "ogx": "ogx"}
"""How a data file spells a release: the bare version, or with this before it."""


class Release(Record):
    """One published release of the server, with the API package it belongs to."""

    distribution: str
    """`llama-stack` or `ogx`."""
    version: str
    root: str
    """The import root of the server: `llama_stack` or `ogx`."""
    api_distribution: str
    """`llama-stack-api` or `ogx-api`; empty up to 0.3.5, which has no API package."""
    api_root: str
    """`llama_stack_api` or `ogx_api`; empty up to 0.3.5."""
    requires_python: str
    """As the wheel declares it: `>=3.12`."""

    @property
    def label(self) -> str:
        """How the release is shown to a person: `llama-stack 0.7.3`."""
        return f"{self.distribution} {self.version}"

    @property
    def short(self) -> str:
        """How a data file spells it: `0.7.3`, `ogx1.5.0`."""
        return _PREFIXES[self.distribution] + self.version


class Timeline:
    """The releases in order, and the spelling of sets of them."""

    def __init__(self, releases: Iterable[Release]) -> None:
        self.releases = tuple(releases)
        self.everything = (1 << len(self.releases)) - 1
        """The set of all releases."""
        self._bits = {release.short: bit for bit, release in enumerate(self.releases)}
        self._parsed: dict[str, int] = {}

    def parse(self, text: str) -> int:
        """Return the set that TEXT spells: `0.2.23..0.7.3,ogx0.8.0..`.

        A range without an end goes through the newest release; one name stands for itself.

        Raises:
            ContractError: TEXT names a release that is not on the timeline, or runs backwards.
        """
        mask = self._parsed.get(text)
        if mask is None:
            mask = self._parsed[text] = self._parse(text)
        return mask

    def _parse(self, text: str) -> int:
        mask = 0
        for part in text.split(","):
            first, dots, last = part.partition("..")
            try:
                low = self._bits[first]
                high = self._bits[last] if last else len(self.releases) - 1 if dots else low
            except KeyError as error:
                raise ContractError(f"the contract knows no release {error} ({text!r})") from None
            if high < low:
                raise ContractError(f"the contract has a range that runs backwards: {part!r}")
            mask |= (1 << high + 1) - (1 << low)
        return mask

    def spell(self, mask: int) -> str:
        """Return the shortest text that `parse` turns back into MASK (empty for no release)."""
        newest = len(self.releases) - 1
        parts = []
        for low, high in _runs(mask):
            first = self.releases[low].short
            if high == newest:
                parts.append(first + "..")
            elif high == low:
                parts.append(first)
            else:
                parts.append(f"{first}..{self.releases[high].short}")
        return ",".join(parts)

    def ranges(self, mask: int) -> list[str]:
        """Return MASK for people: `["llama-stack 0.2.23-0.7.3", "ogx 0.8.0-1.5.0"]`."""
        spans: list[str] = []
        for low, high in _runs(mask):
            start = low
            for bit in range(low, high + 1):
                release = self.releases[bit]
                following = self.releases[bit + 1] if bit < high else None
                if following is None or following.distribution != release.distribution:
                    first = self.releases[start]
                    spans.append(
                        first.label if start == bit else f"{first.label}-{release.version}"
                    )
                    start = bit + 1
        return spans

    def members(self, mask: int) -> Iterator[tuple[int, Release]]:
        """Yield (one-bit set, release) for each release in MASK, in order."""
        for bit, release in enumerate(self.releases):
            if mask >> bit & 1:
                yield 1 << bit, release

    def find(self, label: str) -> int:
        """Return the one-bit set of `llama-stack 0.7.3` or `llama-stack==0.7.3`; 0 if unknown."""
        distribution, _, version = label.replace("==", " ").partition(" ")
        prefix = _PREFIXES.get(distribution)
        bit = None if prefix is None else self._bits.get(prefix + version.strip())
        return 0 if bit is None else 1 << bit


def _runs(mask: int) -> Iterator[tuple[int, int]]:
    """Yield (first bit, last bit) of each unbroken run of ones."""
    low = 0
    while mask:
        zeros = (mask & -mask).bit_length() - 1
        mask >>= zeros
        low += zeros
        ones = (~mask & mask + 1).bit_length() - 1
        yield low, low + ones - 1
        mask >>= ones
        low += ones


def read_timeline(file: BlockFile) -> Timeline:
    """Read `releases.txt`, whose blocks stand in the order of the timeline.

    Raises:
        ContractError: The file can't be read, or a block lacks one of its facts.
    """
    releases = []
    for key in file:
        facts = dict(file.block(key))
        distribution, _, version = key.partition(" ")
        root, _, api_root = facts.get("packages", "").partition(" ")
        if not root or "python" not in facts or distribution not in _PREFIXES:
            raise ContractError(f"the contract's list of releases is damaged at {key!r}")
        api_distribution = api_root.replace("_", "-")
        releases.append(
            Release(distribution, version, root, api_distribution, api_root, facts["python"])
        )
    if not releases:
        raise ContractError("the contract lists no release")
    return Timeline(releases)
