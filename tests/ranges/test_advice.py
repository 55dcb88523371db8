"""The range advisor, held against `packaging`: what it says is admitted, and nothing else is."""

import random
from collections.abc import Iterable
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from validate_provider.contract import Contract
from validate_provider.ranges.advice import Advice, advise
from validate_provider.source.declared import Declared
from validate_provider.source.declared import admitted as declared_for

SERVER = ("llama-stack>=0.2",)
API = ("llama-stack-api",)
BOTH = ("llama-stack[starter]>=0.2", "llama-stack-api>=0.2")


def advised(proven: int, contract: Contract, *declared: str) -> tuple[Advice, ...]:
    return advise(proven, Declared(declared, "pyproject.toml:3", 3), contract)


@cache
def parsed_versions(contract: Contract) -> dict[str, Version]:
    return {release.version: Version(release.version) for release in contract.timeline.releases}


def admitted(requirements: Iterable[str], contract: Contract) -> int:
    """The releases that `packaging` says are admitted."""
    parsed = [Requirement(text) for text in requirements]
    versions = parsed_versions(contract)
    servers = {r.name for r in parsed if not r.name.endswith("-api")}
    mask = 0
    for bit, release in contract.timeline.members(contract.timeline.everything):
        if servers and release.distribution not in servers:
            continue
        named = [r for r in parsed if r.name in (release.distribution, release.api_distribution)]
        if named and all(versions[release.version] in r.specifier for r in named):
            mask |= bit
    return mask


@pytest.mark.parametrize(
    ("proven", "declared", "lines"),
    [
        ("0.2.16..0.2.22", ("llama-stack==0.2.14",), ["llama-stack>=0.2.16,<0.2.23"]),
        ("0.7.0..ogx0.7.1", API, ["llama-stack-api>=0.7,<0.8"]),
        ("0.7.0..", API, ["llama-stack-api>=0.7,<0.8", "ogx-api>=0.8,<1.6"]),
        ("0.7.0..", ("ogx-api",), ["ogx-api>=0.8,<1.6", "llama-stack-api>=0.7,<0.8"]),
        ("0.2.23..", (), ["llama-stack>=0.2.23,<0.8", "ogx>=0.7.1,<1.6"]),
        # One release that fails is left out by name, a minor release as a whole.
        ("0.3.0..0.5.2,0.5.4..0.7.3", SERVER, ["llama-stack>=0.3,<0.8,!=0.5.3"]),
        ("0.4.0..0.4.7,0.6.0..0.7.3", SERVER, ["llama-stack>=0.4,<0.8,!=0.5.*"]),
        # The first that is known, not what may have been before it.
        ("0.2.2", SERVER, ["llama-stack>=0.2.2,<0.2.3"]),
        # Two releases have llama-stack-api 0.7.1; both must work.
        ("0.7.0..0.7.3", API, ["llama-stack-api>=0.7,<0.8,!=0.7.1"]),
        ("", SERVER, []),
    ],
)
def test_it_is_written_as_a_person_would(
    proven: str, declared: tuple[str, ...], lines: list[str], contract: Contract
) -> None:
    mask = contract.timeline.parse(proven) if proven else 0
    found = advised(mask, contract, *declared)
    assert [advice.requirements for advice in found] == [(line,) for line in lines]


def test_a_server_alone_needs_its_api_package_held_back(contract: Contract) -> None:
    """Or pip puts one beside it that it can't import: servers require it without a version."""
    (advice,) = advised(contract.timeline.parse("0.4.4..0.5.4"), contract, *SERVER)
    assert advice.line == ('dependencies = ["llama-stack>=0.4.4,<0.6", "llama-stack-api<0.7"]')


def test_both_packages_are_kept_with_their_extras(contract: Contract) -> None:
    (advice,) = advised(contract.timeline.parse("0.6.0..0.7.3,ogx0.7.1"), contract, *BOTH)
    assert advice.requirements == (
        "llama-stack[starter]>=0.6,<0.8",
        "llama-stack-api>=0.6,<0.8",
    )


def test_it_says_what_one_range_leaves_out(contract: Contract) -> None:
    timeline = contract.timeline
    (advice,) = advised(timeline.parse("0.2.16..0.2.22,0.7.0..0.7.3"), contract, *SERVER)
    assert advice.requirements == ("llama-stack>=0.2.16,<0.2.23",)
    assert timeline.ranges(advice.beyond) == ["llama-stack 0.7.0-0.7.3"]


def _families(declared: tuple[str, ...]) -> tuple[str, str]:
    return ("ogx", "ogx-api") if declared[0].startswith("ogx") else ("llama-stack", *API)


def bare(requirement: str) -> str:
    return Requirement(requirement).name


@pytest.mark.parametrize("declared", [SERVER, API, BOTH, ("ogx",), ("ogx-api>=1",)])
def test_packaging_admits_what_is_proven_and_nothing_else(
    declared: tuple[str, ...], contract: Contract
) -> None:
    """On every run of releases, with and without holes: never wider, and equal where it can be."""
    timeline = contract.timeline
    size = len(timeline.releases)
    chance = random.Random(20)
    runs = [(1 << high) - (1 << low) for low in range(size) for high in range(low + 1, size + 1)]
    proven = [
        *chance.sample(runs, 80),
        *(run & ~(1 << chance.randrange(size)) for run in chance.sample(runs, 100)),
        *(chance.getrandbits(size) for _ in range(20)),
    ]
    names = _families(declared)
    for mask in proven:
        for advice in advised(mask, contract, *declared):
            really = admitted(advice.requirements, contract)
            assert really == advice.releases
            assert really & ~mask == 0
    of_these = declared_for(map(bare, declared), timeline)
    for mask in chance.sample(runs, 150):
        own = [a for a in advised(mask, contract, *declared) if names[0] in a.requirements[0]]
        of_name = mask & of_these
        # Two releases carry llama-stack-api 0.7.1; a run that ends between them has half of it.
        halved = any("0.7.1" in text for a in own for text in timeline.ranges(a.beyond))
        if of_name and not halved and own:
            assert (own[0].releases, own[0].beyond) == (of_name, 0)
