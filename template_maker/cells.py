"""The cells: which API can be provided on which line, by which source, for which releases."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from template_maker.facts import TEMPLATE
from validate_provider.contract import Contract

KINDS = ("remote", "inline")
SKELETON = "skeleton"
SKELETONS = TEMPLATE / "templates" / SKELETON

Cells = dict[str, dict[str, dict[str, dict[str, Any]]]]
"""API -> line -> kind -> its `starter`, its `releases`, and what it `requires` beside that."""


def possible(contract: Contract, facts: Mapping[str, Any]) -> Cells:
    """Return all cells that there are pieces for: a starter's with all releases it may be for."""
    apis = contract.providable()
    skeletons = json.loads((SKELETONS / "releases.json").read_text(encoding="utf-8"))
    cells: Cells = {}
    for api in sorted(apis, key=lambda api: (_first_starter(api, facts), api)):
        for line, fact in facts["lines"].items():
            of_line = _versions(contract, fact["distribution"], fact["releases"])
            if not any(version in of_line for version in _having(contract, api)):
                continue
            for kind in KINDS:
                starter = _starter(api, kind, line, facts)
                releases = _in_question(starter, line, facts)
                cell = {"starter": starter, "releases": releases, "requires": []}
                if starter.startswith(SKELETON):
                    if line not in skeletons.get(api, {}):
                        continue
                    known = skeletons[api][line]
                    cell["releases"] = known["releases"]
                    cell["requires"] = [facts["floors"][name] for name in known["packages"]]
                cells.setdefault(api, {}).setdefault(line, {})[kind] = cell
    return cells


def unloadable(contract: Contract, cells: Cells) -> dict[str, str]:
    """Return the APIs that a run config may name and no loader can load, with the releases."""
    return {
        api: ", ".join(contract.timeline.ranges(mask))
        for api, mask in contract.providable().items()
        if api not in cells
    }


def _first_starter(api: str, facts: Mapping[str, Any]) -> int:
    apis = [starter["api"] for starter in facts["starters"].values()]
    return apis.index(api) if api in apis else len(apis)


def _starter(api: str, kind: str, line: str, facts: Mapping[str, Any]) -> str:
    for name, starter in facts["starters"].items():
        if (starter["api"], starter["kind"]) == (api, kind) and line in starter["lines"]:
            return str(name)
    return f"{SKELETON}-{kind}"


def _in_question(starter: str, line: str, facts: Mapping[str, Any]) -> str:
    """Return the releases that a starter may be for: the line's own, or as far as it reaches."""
    reaches = facts["starters"][starter]["reaches"]
    return str((reaches.get(line) or facts["lines"][line])["releases"])


def _versions(contract: Contract, distribution: str, releases: str) -> list[str]:
    """Return the releases that a specifier admits as they are labelled, the oldest first."""
    wanted = SpecifierSet(releases)
    return [
        release.label
        for release in contract.timeline.releases
        if release.distribution == distribution and release.version in wanted
    ]


def _having(contract: Contract, api: str) -> list[str]:
    members = contract.timeline.members(contract.providable()[api])
    return [release.label for _, release in members]


def bounded(contract: Contract, cells: Cells, facts: Mapping[str, Any]) -> Iterator[str]:
    """Narrow each starter's cell to the releases that would load and serve what is written.

    A starter's own `since` holds, too: what a stack itself does wrong is not read off a package.
    For which releases a skeleton is right was told when it was made.

    Yields:
        What is being looked at, before it takes its time.

    Raises:
        ValueError: If no release would.
    """
    for api, of_lines in cells.items():
        for line, of_kinds in of_lines.items():
            for kind, cell in of_kinds.items():
                if cell["starter"].startswith(SKELETON):
                    continue
                yield f"{api} {kind} {line}"
                since = facts["starters"][cell["starter"]]["since"].get(line, "0")
                good = {it for it in _served(api, kind, line) if _version(it) >= Version(since)}
                wanted = _in_question(cell["starter"], line, facts)
                versions = _versions(contract, facts["lines"][line]["distribution"], wanted)
                cell["releases"] = range_of(versions, good, wanted)


def _served(api: str, kind: str, line: str) -> set[str]:
    """Return the releases that would load and serve the package that is written for a cell."""
    asked = ["acme", "--api", api, "--kind", kind, "--target", line]
    with tempfile.TemporaryDirectory() as folder:
        write = ["new_provider", *asked, "--defaults", "--no-check", "--no-git", "--into", folder]
        subprocess.run([sys.executable, "-m", *write], check=True, stdout=subprocess.DEVNULL)
        [project] = Path(folder).iterdir()
        ask = ["validate_provider", str(project), "--against", "all", "--format", "json"]
        done = subprocess.run([sys.executable, "-m", *ask], capture_output=True, check=False)
    [provider] = json.loads(done.stdout)["providers"]
    return {
        verdict["release"]
        for verdict in provider["releases"]
        if verdict["loads"] == "yes" and verdict["serves"] != "no"
    }


def _version(release: str) -> Version:
    """Read the version off a release's label, `llama-stack 0.2.11`."""
    return Version(release.split()[1])


def range_of(releases: list[str], good: set[str], asked: str) -> str:
    """Return the widest range of neighbours that are good, the newest good one included.

    Args:
        releases: Those in question, the oldest first.
        good: Those that are good, and maybe others.
        asked: The range of those in question; its ends hold where its ends are good.

    Raises:
        ValueError: If none is good.
    """
    which = [release in good for release in releases]
    if True not in which:
        raise ValueError("no release would load and serve it")
    last = len(which) - 1 - which[::-1].index(True)
    first = last
    while first and which[first - 1]:
        first -= 1
    versions = [release.split()[1].removesuffix(".0") for release in releases]
    lower, upper = asked.split(",")
    if first:
        lower = f">={versions[first]}"
    if last + 1 < len(releases):
        upper = f"<{versions[last + 1]}"
    return f"{lower},{upper}"
