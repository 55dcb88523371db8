"""Which releases can't be installed with a package, where that can be proven.

Nothing is resolved here: only what can never meet is told, and what pip does by itself with a
server whose API package nothing holds back.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validate_provider.contract import Contract, Release
from validate_provider.finding import Severity
from validate_provider.ranges.api_pairs import missing_for
from validate_provider.ranges.version_range import Range, named_range, numbers, range_of
from validate_provider.record import Record, replace
from validate_provider.source.declared import STACK_DISTRIBUTIONS, dependencies
from validate_provider.source.project import Project
from validate_provider.source.requirement import (
    admits,
    distribution_of,
    extra_of,
    marker_of,
    normalised,
)

if TYPE_CHECKING:
    from validate_provider.question.installed import Installed


class Conflict(Record):
    """Why a set of releases can't be used as it would be installed."""

    releases: int
    why: str
    remedy: str
    certain: bool
    """False if it is only what pip does by itself, and other versions can be chosen by hand."""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return Severity.ERROR if self.certain else Severity.WARNING


def conflicts(
    project: Project, contract: Contract, releases: int, installed: "Installed | None" = None
) -> tuple[Conflict, ...]:
    """What can be proven of installing a package with each release.

    Args:
        project: The package, with its requirements.
        contract: What each release requires.
        releases: The releases in question.
        installed: What was found installed, if that was asked about.
    """
    found = [
        *_python(project, contract, releases),
        *_requirements(project, contract, releases),
        *_api_packages(project, contract, releases, installed),
    ]
    merged: dict[Conflict, int] = {}
    for one in found:
        key = replace(one, releases=0)
        merged[key] = merged.get(key, 0) | one.releases
    return tuple(replace(key, releases=mask) for key, mask in merged.items())


def without_stack(project: Project) -> Project:
    """The project as if it required no stack: for a question beyond what it admits now."""
    left = (s for s in project.requirements if distribution_of(s.text) not in STACK_DISTRIBUTIONS)
    return replace(project, requirements=tuple(left))


def _python(project: Project, contract: Contract, releases: int) -> Iterator[Conflict]:
    """The Pythons of the package, and those of the stack."""
    own = project.requires_python
    own_range = range_of(own)
    if own_range is None:
        return
    for bit, release in contract.timeline.members(releases):
        theirs = range_of(release.requires_python)
        if theirs is not None and own_range.meet(theirs).empty:
            why = f"the stack's Python is {release.requires_python}, the package's {own}"
            yield Conflict(bit, why, "change `requires-python`", certain=True)


def _requirements(project: Project, contract: Contract, releases: int) -> Iterator[Conflict]:
    """The package's requirements, and those of the server and its API package."""
    own: dict[str, list[tuple[str, Range]]] = {}
    for text in dependencies(project)[0]:
        read = named_range(text)
        if read and normalised(read[0]) not in STACK_DISTRIBUTIONS:
            own.setdefault(normalised(read[0]), []).append((text, read[1]))
    if not own:
        return
    for package in ("server", "api"):
        for mask, text in contract.requires(package):
            wanted = own.get(distribution_of(text), ()) if mask & releases else ()
            read = named_range(text) if wanted else None
            for required, allowed in wanted if read else ():
                if read and read[1].meet(allowed).empty:
                    why = f"the stack requires {text}, the package {required}"
                    yield Conflict(mask & releases, why, f"let `{required}` go", certain=True)


def _api_packages(
    project: Project, contract: Contract, releases: int, installed: "Installed | None"
) -> Iterator[Conflict]:
    """Servers with an API package that they can't import."""
    admitted_by: dict[str, dict[int, str]] = {}
    for bit, server in contract.timeline.members(releases):
        if not server.api_distribution:
            continue
        if installed is not None and server.distribution in installed.versions:
            missing = missing_for(server, bit, contract)
            yield from _pair(server, bit, installed, missing, contract)
            continue
        name = server.api_distribution
        if name not in admitted_by:
            admitted_by[name] = _admitted_apis(name, project, contract)
        admitted = admitted_by[name]
        newest = max(admitted, key=lambda other: numbers(admitted[other]), default=bit)
        if newest == bit:  # its own, which lacks nothing
            continue
        missing = missing_for(server, bit, contract)
        if newest not in missing:
            continue
        told = f"{server.api_distribution} {admitted[newest]}"
        lacks = f"has no `{missing[newest]}`, which the server imports"
        if all(other in missing for other in admitted):
            why = f"{told}, the newest that the package admits, {lacks}"
            remedy = "admit the API package of the server's own version"
            yield Conflict(bit, why, remedy, certain=True)
        else:
            why = f"pip puts {told} beside it, as nothing holds that back, and it {lacks}"
            later = (v for other, v in admitted.items() if other in missing and other > bit)
            first = min(later, key=numbers).removesuffix(".0")
            remedy = f"require `{server.api_distribution}<{first}`, too"
            yield Conflict(bit, why, remedy, certain=False)


def _pair(
    server: Release, bit: int, installed: "Installed", missing: dict[int, str], contract: Contract
) -> Iterator[Conflict]:
    """A server and an API package as they are installed."""
    version = installed.versions.get(server.api_distribution)
    for other, name in missing.items():
        if version == _version(other, contract):
            told = f"{server.api_distribution} {version} is installed beside it"
            why = f"{told} and has no `{name}`, which the server imports"
            remedy = f"install {server.api_distribution}=={server.version}"
            yield Conflict(bit, why, remedy, certain=True)
            return


def _admitted_apis(name: str, project: Project, contract: Contract) -> dict[int, str]:
    """The API packages of a name that the package admits, oldest first; none if unreadable."""
    always, sometimes = dependencies(project)
    if any(distribution_of(text) == name for text in sometimes if not extra_of(marker_of(text))):
        return {}
    try:
        tests = [admits(text) for text in always if distribution_of(text) == name]
    except ValueError:
        return {}
    return {
        bit: release.version
        for bit, release in contract.timeline.members(contract.timeline.everything)
        if release.api_distribution == name and all(test(release.version) for test in tests)
    }


def _version(bit: int, contract: Contract) -> str:
    return next(release.version for _bit, release in contract.timeline.members(bit))
