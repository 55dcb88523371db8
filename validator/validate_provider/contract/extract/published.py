"""Which releases there are, and which wheels each is made of: the facts of `releases.txt`."""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from validate_provider.contract.blocks import BlockFile, render
from validate_provider.contract.extract.wheels import Wheel, WheelError, fetch
from validate_provider.contract.names import ROOTS
from validate_provider.record import Record

_OLDEST = {"llama-stack": "0.2.2", "ogx": "0.7.1"}
"""The first release with external providers, and ogx's first that is no placeholder."""
_FINAL = re.compile(r"\d+(\.\d+)*")
_API_DISTRIBUTIONS = ("llama-stack-api", "ogx-api")


class Listed(Record):
    """A release as `releases.txt` lists it: what is known before its wheels are opened."""

    distribution: str
    version: str
    digests: dict[str, str]
    """Wheel file name -> sha256; empty for a release that was never extracted."""

    @property
    def label(self) -> str:
        """As the list and the command line spell it: `llama-stack 0.7.3`."""
        return f"{self.distribution} {self.version}"


class Published(Record):
    """A release with its wheels: the server's, and the API package's if it has one."""

    listed: Listed
    wheels: tuple[Wheel, ...]

    def facts(self) -> list[tuple[str, str]]:
        """Return the block of `releases.txt`."""
        found = {source.root for wheel in self.wheels for source in wheel.sources()}
        packages = [root for root in ROOTS if root in found]  # the server's root comes first
        python = self.wheels[0].metadata().requires_python
        facts = [("packages", " ".join(packages)), ("python", python)]
        facts += [("wheel", f"{wheel.path.name} sha256:{wheel.sha256()}") for wheel in self.wheels]
        return facts


def read_list(file: BlockFile) -> list[Listed]:
    """Return the releases of a `releases.txt`, in its order."""
    listed = []
    for key in file:
        distribution, _, version = key.partition(" ")
        digests = {}
        for word, text in file.block(key):
            if word == "wheel":
                name, _, digest = text.partition(" sha256:")
                digests[name] = digest
        listed.append(Listed(distribution, version, digests))
    return listed


def add_newest(listed: Sequence[Listed]) -> list[Listed]:
    """Return LISTED and every published final release that is missing in it, in order.

    Raises:
        WheelError: pip can't reach an index, or can't say what is published.
    """
    known = {one.label: one for one in listed}
    for distribution, oldest in _OLDEST.items():
        for version in _published_versions(distribution):
            if _FINAL.fullmatch(version) and _numbers(version) >= _numbers(oldest):
                one = Listed(distribution, version, {})
                known.setdefault(one.label, one)
    places = list(_OLDEST)
    return sorted(
        known.values(), key=lambda one: (places.index(one.distribution), _numbers(one.version))
    )


def _numbers(version: str) -> tuple[int, ...]:
    """Return the order of a final release."""
    return tuple(int(number) for number in version.split("."))


def _published_versions(distribution: str) -> list[str]:
    command = [sys.executable, "-m", "pip", "index", "versions", distribution]
    done = subprocess.run(
        [*command, "--ignore-requires-python"], capture_output=True, text=True, check=False
    )
    found = re.search(r"^Available versions: (.*)$", done.stdout, re.MULTILINE)
    if not found:
        raise WheelError(f"pip can't list the versions of {distribution}: {done.stderr.strip()}")
    return found[1].split(", ")


def fetch_release(listed: Listed, folder: Path) -> Published:
    """Return the release with its wheels, fetched into FOLDER where they are missing.

    The API package is the one that the server requires, at the server's own version: the server
    itself names no version (llama-stack 0.4.0 to ogx 1.5.0).

    Raises:
        WheelError: A wheel can't be had, or is not the one that was read before.
    """
    server = fetch(listed.distribution, listed.version, folder)
    required = {re.split(r"[^A-Za-z0-9._-]", text)[0] for text in server.metadata().requires}
    wheels = [server]
    wheels += [fetch(n, listed.version, folder) for n in _API_DISTRIBUTIONS if n in required]
    for wheel in wheels:
        expected = listed.digests.get(wheel.path.name)
        if expected is not None and expected != wheel.sha256():
            raise WheelError(f"{wheel.path} is not the wheel that was published: another sha256")
        if expected is None and listed.digests:
            raise WheelError(f"{wheel.path} is not a wheel that {listed.label} was read from")
    return Published(listed, tuple(wheels))


def render_list(releases: Iterable[Published]) -> str:
    """Return the text of `releases.txt`."""
    return render({release.listed.label: release.facts() for release in releases})
