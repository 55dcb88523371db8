"""Reading the published wheels again gives the shipped facts, byte for byte.

Three releases, one of each import root, fetched when the test runs.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from validate_provider.contract import Contract, Timeline, load
from validate_provider.contract.blocks import BlockFile, render
from validate_provider.contract.extract.command import default_cache
from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.published import fetch_release, read_list
from validate_provider.contract.extract.wheels import WheelError
from validate_provider.contract.table import SHIPPED

RELEASES = ["llama-stack 0.2.22", "llama-stack 0.7.3", "ogx 1.5.0"]

pytestmark = pytest.mark.xdist_group("wheels")

FACTS = [
    f"{folder}/{root}.txt"
    for folder in ("definitions", "names")
    for root in ("llama_stack", "llama_stack_api", "ogx", "ogx_api")
]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    """Run the documented command on the three releases."""
    cache = default_cache()
    try:
        for one in read_list(BlockFile(SHIPPED / "releases.txt")):
            if one.label in RELEASES:
                fetch_release(one, cache)
    except WheelError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    out = tmp_path_factory.mktemp("extracted")
    command = [sys.executable, "-m", "validate_provider.contract.extract", "--out", out]
    done = subprocess.run([*command, *RELEASES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return out


def in_common(mask: int, old: Timeline, new: Timeline) -> int:
    """Return the releases of MASK that the new timeline has, as its own bits."""
    return sum(new.find(release.label) for _, release in old.members(mask))


def narrowed(name: str, old: Timeline, new: Timeline) -> dict[str, list[tuple[str, str, int]]]:
    """Return the shipped facts of the new timeline's releases: key -> (fact, name, mask)."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    file = BlockFile(SHIPPED / name)
    for key in file:
        for scope, fact in file.block(key):
            mask = in_common(old.parse(scope), old, new)
            if mask:
                found.setdefault(key, []).extend((*part, mask) for part in parts(fact))
    return found


def parts(fact: str) -> Iterator[tuple[str, str]]:
    """Split a fact about several names into one for each."""
    word, *rest = fact.split(" ")
    if word == "from":
        yield from ((f"from {rest[0]}", name) for name in rest[1:])
    elif word in NAMES or (word == "def" and "(" not in fact):
        yield from ((word, name) for name in rest)
    else:
        yield fact, ""


NAMES = (
    *("attributes", "checked", "class", "hidden", "import", "is", "maybe", "phantom"),
    *("registers", "sets", "shown", "start-up", "unregisters", "value"),
)


@pytest.mark.parametrize("name", ["loader.txt", "requires.txt", *FACTS])
def test_the_same_facts(contract: Contract, extracted: Path, name: str) -> None:
    again = load(extracted)
    facts = Facts()
    for key, found in narrowed(name, contract.timeline, again.timeline).items():
        if name.startswith("definitions/") and kept_for_another_release(key, extracted / name):
            continue
        for fact, about, mask in found:
            facts.add(key, fact, mask, about)
    assert (extracted / name).read_text(encoding="utf-8") == facts.text(again.timeline)


def kept_for_another_release(key: str, path: Path) -> bool:
    """Tell a class that only some release not read here builds upon."""
    if BlockFile(path).block(key):
        return False
    module, _, name = key.rpartition(".")
    again = load(path.parents[1])
    assert [b.kind for b in again.name(module, name)] == ["class"]
    return True


def test_the_same_releases(extracted: Path) -> None:
    shipped = BlockFile(SHIPPED / "releases.txt")
    expected = render({label: shipped.block(label) for label in RELEASES})
    assert (extracted / "releases.txt").read_text(encoding="utf-8") == expected


def test_nothing_else_is_written(extracted: Path) -> None:
    written = {str(path.relative_to(extracted)) for path in extracted.rglob("*.txt")}
    assert written == {str(path.relative_to(SHIPPED)) for path in SHIPPED.rglob("*.txt")}
