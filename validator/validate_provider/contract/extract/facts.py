"""Facts as they are gathered, release by release, and the text they are written as."""

from collections.abc import Mapping, Set

from validate_provider.contract.blocks import render
from validate_provider.contract.releases import Timeline

_ORDER = (
    *("module", "open", "star", "hidden", "shown", "phantom"),
    *("bases", "is", "attributes", "field"),
    *("member", "providable", "routed-by", "protocol", "private-protocol", "checked", "start-up"),
    *("registers", "sets", "unregisters", "resources", "calls"),
    *("class", "def", "async", "value", "maybe", "import", "from"),
)
"""In which order the facts of a block stand, by their first word; others follow by name."""


class Facts:
    """Facts by key, each with the set of releases it was seen in."""

    def __init__(self) -> None:
        self._masks: dict[str, dict[tuple[str, str], int]] = {}

    def add(self, key: str, fact: str, mask: int, name: str = "") -> None:
        """Note that FACT holds of KEY in MASK too.

        A fact about a NAME shares its line with other names of which the same holds in the same
        releases: `class A B`.
        """
        facts = self._masks.setdefault(key, {})
        facts[fact, name] = facts.get((fact, name), 0) | mask

    def keep(self, keys: Set[str]) -> None:
        """Forget what was noted about any other key."""
        self._masks = {key: facts for key, facts in self._masks.items() if key in keys}

    def text(self, timeline: Timeline, root: str = "") -> str:
        """Return the text of a data file: all keys, or those of one top-level package."""
        blocks: dict[str, list[tuple[str, str]]] = {}
        for key in sorted(self._masks):
            if not root or key.partition(".")[0] == root:
                blocks[key] = _lines(self._masks[key], timeline)
        return render(blocks)


def _lines(masks: Mapping[tuple[str, str], int], timeline: Timeline) -> list[tuple[str, str]]:
    groups: dict[tuple[str, int], list[str]] = {}
    for (fact, name), mask in masks.items():
        groups.setdefault((fact, mask), []).append(name)
    return [
        (timeline.spell(mask), " ".join((fact, *sorted(name for name in names if name))))
        for (fact, mask), names in sorted(groups.items(), key=_place)
    ]


def _place(group: tuple[tuple[str, int], list[str]]) -> tuple[int, str, int, int]:
    """Sort by kind of fact, then by what it is about, then by age."""
    (fact, mask), _ = group
    word = fact.partition(" ")[0]
    rank = _ORDER.index(word) if word in _ORDER else len(_ORDER)
    return rank, fact, mask & -mask, mask
