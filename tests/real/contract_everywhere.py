"""Prove the contract on every release: `python -m tests.real.contract_everywhere [RELEASE...]`.

Installs one release after another into an environment of its own, which is removed again, imports
it, and compares it with the contract; without a RELEASE (`llama-stack==0.2.5`) it takes all of
them, and writes what it proved to `docs/contract-proof.md`. Exit code 0 if every release that
could be installed equals the contract, but for the differences known.

What a release answered is kept in the user's cache folder, so that it is not installed again
before it, its dependencies or the questions are others.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from stacks.environments import StackUnavailableError, cache, lines, locked, throwaway, version
from tests.real.contract_imported import (
    DESCRIBE,
    CannotBeAskedError,
    Compared,
    Imported,
    ask,
    differences,
    questions,
)
from tests.real.contract_known import KNOWN, known_differences
from validate_provider.contract import Contract, load
from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.extract.command import default_cache
from validate_provider.contract.extract.published import Listed, fetch_release, read_list
from validate_provider.contract.extract.wheels import Wheel, WheelError
from validate_provider.contract.table import SHIPPED

PROOF = Path(__file__).parents[2] / "docs" / "contract-proof.md"


class Proof(NamedTuple):
    """What came of comparing one release."""

    label: str
    line: str
    """The line whose lock it was installed with."""
    compared: Compared | None = None
    """None if it could not be installed or asked."""
    unknown: Sequence[str] = ()
    """Differences that nobody knew of."""
    gone: Sequence[str] = ()
    """Known differences that are not there."""
    known: int = 0
    why_not: str = ""
    """Why it could not be compared, in the words of who tried."""

    @property
    def failed(self) -> bool:
        """Tell whether the contract, or the list of what is known, is wrong."""
        return bool(self.unknown or self.gone)


def main(arguments: Sequence[str]) -> int:
    """Compare the releases named, or all; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", nargs="*", help="like llama-stack==0.2.5; all if none is given")
    wanted = [label.replace("==", " ") for label in parser.parse_args(arguments).release]
    contract = load()
    listed = {one.label: one for one in read_list(BlockFile(SHIPPED / "releases.txt"))}
    if unknown := [label for label in wanted if label not in listed]:
        parser.error(f"not in the contract: {', '.join(unknown)}")
    proofs = []
    for label in wanted or listed:
        proof = prove(contract, listed[label])
        proofs.append(proof)
        print(told(proof), flush=True)
    print(f"\n{summary(proofs)}\n\nKnown differences:")
    for known in KNOWN:
        print(f"  {known.releases:20} {known.difference}: {known.why}")
    if not wanted:
        PROOF.write_text(page(contract, proofs), encoding="utf-8")
    return 1 if any(proof.failed for proof in proofs) or not any(p.compared for p in proofs) else 0


def prove(contract: Contract, listed: Listed) -> Proof:
    """Install one release, compare it, and remove it."""
    bit = contract.timeline.find(listed.label)
    asked = questions(contract, bit)
    line = "none"
    try:
        wheels = fetch_release(listed, default_cache()).wheels
        line = nearest_line(listed, wheels[0])
        kept = kept_answer(wheels, line, asked)
        if not kept.exists():
            with throwaway(line, [wheel.path for wheel in wheels]) as python:
                keep(kept, ask(python, asked))
        release = Imported(contract, bit, json.loads(kept.read_text(encoding="utf-8")))
    except (CannotBeAskedError, StackUnavailableError, WheelError) as error:
        return Proof(listed.label, line, why_not=str(error))
    found, known = differences(release), known_differences(contract, bit)
    return Proof(
        listed.label,
        line,
        compared=release.compared(),
        unknown=[release.explained(one) for one in sorted(found - set(known))],
        gone=sorted(set(known) - found),
        known=len(found & set(known)),
    )


def kept_answer(wheels: Sequence[Wheel], line: str, asked: Mapping[str, Any]) -> Path:
    """Name the file of an answer after all that it depends on."""
    depends_on = [
        DESCRIBE.read_text(encoding="utf-8"),
        json.dumps([asked, locked(line), [wheel.sha256() for wheel in wheels]]),
    ]
    key = hashlib.sha256("\0".join(depends_on).encode()).hexdigest()[:12]
    return cache().parent / "imported" / f"{wheels[0].path.stem}-{key}.json"


def keep(path: Path, answer: Mapping[str, Any]) -> None:
    """Write an answer beside its place first: half of one is never found there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(answer), encoding="utf-8")
    beside.replace(path)


def nearest_line(listed: Listed, server: Wheel) -> str:
    """Name the line whose lock breaks the fewest of the release's own requirements.

    Of equals it is the release's own line or the next one after it that has a lock.
    """
    own = [name for name in lines() if name.rpartition("-")[0] == listed.distribution]
    later = [name for name in own if version(name) >= version(f"-{listed.version}")]
    earlier = [name for name in reversed(own) if name not in later]
    requirements = server.metadata().requires
    return min([*later, *earlier], key=lambda line: broken(requirements, locked(line)))


def broken(requirements: Sequence[str], versions: Mapping[str, str]) -> int:
    """Count the requirements that what is locked does not meet; what is not locked is no matter."""
    return sum(
        not wanted.specifier.contains(versions[canonicalize_name(wanted.name)])
        for wanted in map(Requirement, requirements)
        if canonicalize_name(wanted.name) in versions
        and (wanted.marker is None or wanted.marker.evaluate({"extra": ""}))
    )


def told(proof: Proof) -> str:
    """Return the line, or the lines if there is more to say, for a person."""
    if proof.compared is None:
        return f"{proof.label:20} NOT PROVEN, {proof.why_not}"
    modules, all_modules, names, classes, _, methods = proof.compared
    first = (
        f"{proof.label:20} {'DIFFERS' if proof.failed else 'equal':8}"
        f" {modules} of {all_modules} modules, {names} names, {classes} classes,"
        f" {methods} methods; {proof.known} known differences (lock of {proof.line})"
    )
    rows = [first, *(f"    differs: {difference}" for difference in proof.unknown)]
    rows += [f"    known, but gone: {difference}" for difference in proof.gone]
    return "\n".join(rows)


def summary(proofs: Sequence[Proof]) -> str:
    """Say how many releases are proven."""
    equal = sum(proof.compared is not None and not proof.failed for proof in proofs)
    absent = sum(proof.compared is None for proof in proofs)
    return (
        f"{equal} of {len(proofs)} releases equal the contract;"
        f" {sum(proof.failed for proof in proofs)} differ, {absent} could not be compared."
    )


def page(contract: Contract, proofs: Sequence[Proof]) -> str:
    """Return the text of `docs/contract-proof.md`."""
    rows = [
        "# What the contract was compared with",
        "",
        "Written by `python -m tests.real.contract_everywhere`, which installs one release after",
        "another, imports it and compares it with the contract: members of `Api`, specs,",
        "protocols, what the loader checks, every name of every module and every class. A module",
        "that needs a package which the stack does not require is not imported, and not counted.",
        "",
        summary(proofs),
        "",
        "| release | equal | modules | names | classes | methods of protocols | known | lock of |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for proof in proofs:
        if proof.compared is None:
            why_not = " ".join(proof.why_not.split())
            rows.append(f"| {proof.label} | not compared: {why_not} | | | | | | {proof.line} |")
            continue
        modules, all_modules, names, classes, all_classes, methods = proof.compared
        rows.append(
            f"| {proof.label} | {'no' if proof.failed else 'yes'} | {modules} of {all_modules}"
            f" | {names} | {classes} of {all_classes} | {methods} | {proof.known} | {proof.line} |"
        )
    rows += ["", "## Known differences", "", "| what | releases | why |", "|---|---|---|"]
    return "\n".join([*rows, *known_rows(contract), ""])


def known_rows(contract: Contract) -> list[str]:
    """Return a row for each known difference."""
    ranges = [contract.timeline.ranges(contract.timeline.parse(k.releases)) for k in KNOWN]
    return [
        f"| {known.difference} | {', '.join(spans)} | {known.why} |"
        for known, spans in zip(KNOWN, ranges, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
