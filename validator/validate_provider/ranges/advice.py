"""The range advisor: the widest requirement on the stack that is proven to hold.

It is written as a person would: from a minor release or the first that works, to the next minor
release after the last that works. What lies in between and fails is left out by name if that
takes few words; otherwise the requirement keeps to one run of releases, and says so.
"""

import re
from collections.abc import Iterator

from validate_provider.contract import Contract, Timeline
from validate_provider.ranges.api_pairs import missing_for
from validate_provider.ranges.version_range import Numbers, numbers
from validate_provider.record import Record
from validate_provider.source.declared import Declared, admitted
from validate_provider.source.requirement import distribution_of

_FAMILIES = {"llama-stack": ("llama-stack", "llama-stack-api"), "ogx": ("ogx", "ogx-api")}
_MOST_EXCLUSIONS = 2
_EXTRAS = r"\s*[\w.-]+\s*(\[[^\]]*\])"


class Advice(Record):
    """Requirements that hold, for one name of the stack."""

    requirements: tuple[str, ...]
    """Ready to paste: `("llama-stack-api>=0.7,<0.8",)`."""
    releases: int
    """What they admit of the releases that are known; all of it is proven."""
    beyond: int
    """Proven releases under the same name that they leave out."""

    @property
    def line(self) -> str:
        """As it stands in a pyproject.toml."""
        quoted = ", ".join(f'"{text}"' for text in self.requirements)
        return f"dependencies = [{quoted}]"


def advise(proven: int, declared: Declared, contract: Contract) -> tuple[Advice, ...]:
    """The widest requirements that hold, for the name that a package declares, then the other.

    Args:
        proven: The releases that load and serve the provider for certain.
        declared: What the package says now; which of the two packages of the stack it names,
            and with which extras, is kept.
        contract: Names the releases, and knows which pairs of packages work.
    """
    names = [distribution_of(text) for text in declared.requirements]
    own = [f for f, members in _FAMILIES.items() if any(name in members for name in names)]
    families = [*own, *(family for family in _FAMILIES if family not in own)]
    of_api_only = bool(names) and all(name.endswith("-api") for name in names)
    found = []
    for family in families:
        server, api = _FAMILIES[family]
        wanted = [name for name in dict.fromkeys(names) if name in (server, api)]
        if not wanted:
            wanted = [api if of_api_only else server]
        of_name = admitted(wanted, contract.timeline)
        if own and family not in own:
            # ogx 0.7.1 still holds `llama_stack`: nobody moves to the new name for it.
            of_name &= _rooted(server, contract.timeline)
        advice = _advise(wanted, proven, of_name, declared, contract)
        if advice is not None:
            found.append(advice)
    return tuple(found)


def _advise(
    wanted: list[str], proven: int, of_name: int, declared: Declared, contract: Contract
) -> Advice | None:
    """The requirements on one server, its API package, or both."""
    run = _widest(proven, of_name, contract.timeline)
    if run is None:
        return None
    clauses, releases = run
    texts = [f"{name}{_extras(name, declared)}{clauses}" for name in wanted]
    held_back = _held_back(wanted, releases, contract)
    if held_back:
        texts.append(held_back)
    return Advice(tuple(texts), releases, proven & of_name & ~releases)


def _rooted(server: str, timeline: Timeline) -> int:
    """The releases whose import root is that of the server's name."""
    root = server.replace("-", "_")
    return sum(
        bit for bit, release in timeline.members(timeline.everything) if release.root == root
    )


def _widest(proven: int, of_name: int, timeline: Timeline) -> tuple[str, int] | None:
    """The clauses that admit most of the proven releases and nothing else of that name."""
    versions: dict[str, int] = {}
    for bit, release in timeline.members(of_name):
        versions[release.version] = versions.get(release.version, 0) | bit
    known = sorted(versions, key=numbers)
    good = [versions[version] & ~proven == 0 for version in known]
    best: tuple[int, int, str] | None = None
    for first, last in _spans(good):
        holes = [known[at] for at in range(first, last + 1) if not good[at]]
        exclusions = _exclusions(holes, known)
        if len(exclusions) > _MOST_EXCLUSIONS:
            continue
        mask = 0
        for at in range(first, last + 1):
            mask |= versions[known[at]] if good[at] else 0
        clauses = ",".join((*_bounds(first, last, known), *exclusions))
        # Of equally many the newest; of the same ones the fewest words.
        candidate = (mask.bit_count(), mask, clauses)
        if best is None or candidate[:2] > best[:2]:
            best = candidate
    return (best[2], best[1]) if best else None


def _spans(good: list[bool]) -> Iterator[tuple[int, int]]:
    """Every (first, last) of which both hold, and neither the one before nor the one after."""
    starts = [at for at, holds in enumerate(good) if holds and not (at and good[at - 1])]
    ends = [at for at, holds in enumerate(good) if holds and not any(good[at + 1 : at + 2])]
    return ((first, last) for first in starts for last in ends if first <= last)


def _bounds(first: int, last: int, known: list[str]) -> tuple[str, str]:
    """The bounds of a run: minor releases where those mean the same, else exact ones."""
    low = known[first]
    start = _minor(low)
    # A minor release that is not known from its beginning on may hold older, unknown ones.
    low_text = _text(start) if numbers(low) == start else low
    after = _next_minor(known[last])
    if last + 1 < len(known) and numbers(known[last + 1]) < after:
        return f">={low_text}", f"<{known[last + 1]}"
    return f">={low_text}", f"<{_text(after)}"


def _exclusions(holes: list[str], known: list[str]) -> list[str]:
    """The clauses that leave out versions: a minor release as a whole where all of it fails."""
    found: dict[str, None] = {}
    for version in holes:
        minor = _minor(version)
        fellows = [other for other in known if _minor(other) == minor]
        whole = len(fellows) > 1 and all(other in holes for other in fellows)
        found[f"!={_text(minor)}.*" if whole else f"!={version}"] = None
    return list(found)


def _minor(version: str) -> Numbers:
    return numbers(".".join(version.split(".")[:2]))


def _next_minor(version: str) -> Numbers:
    major, minor = [int(part) for part in version.split(".")[:2]]
    return (major, minor + 1)


def _text(minor: Numbers) -> str:
    return ".".join(str(number) for number in (*minor, 0, 0)[:2])


def _extras(name: str, declared: Declared) -> str:
    for text in declared.requirements:
        match = re.match(_EXTRAS, text)
        if match and distribution_of(text) == name:
            return match[1]
    return ""


def _held_back(wanted: list[str], releases: int, contract: Contract) -> str:
    """A bound for the API package, where the newest server would get one that it can't import.

    Who chooses an older server chooses its API package, too.
    """
    known = dict(contract.timeline.members(contract.timeline.everything))
    newest = max(contract.timeline.members(releases))
    bit, server = newest
    if server.distribution not in wanted or server.api_distribution in (*wanted, ""):
        return ""
    missing = [known[other].version for other in missing_for(server, bit, contract) if other > bit]
    if not missing:
        return ""
    return f"{server.api_distribution}<{min(missing, key=numbers).removesuffix('.0')}"
