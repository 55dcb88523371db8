"""What the tests are about: a package, its providers, and what the installed stack expects."""

import importlib.util
from collections.abc import Iterable, Mapping
from pathlib import Path

from validate_provider import contract
from validate_provider.question.against import releases_in_question
from validate_provider.record import Record
from validate_provider.replay.packages import ProviderVerdicts, Replay, Verdict, replay
from validate_provider.source.project import find_project


class NothingToTestError(Exception):
    """There is no provider, or no stack, to make tests of; the text says which."""


class Found(Record):
    """A package that was read, as the stack beside it sees it."""

    replay: Replay
    providers: tuple[ProviderVerdicts, ...]
    """Those to test."""
    table: contract.Contract
    releases: int
    """The installed release."""

    def methods(self, provider: ProviderVerdicts) -> list[str]:
        """The methods of the provider's protocol in that release."""
        return self._held(self.table.methods(provider.api))

    def methods_of_any_release(self, provider: ProviderVerdicts) -> list[str]:
        """The methods that the provider's protocol has had, or will have, in some release."""
        return list(self.table.methods(provider.api))

    def hooks(self, provider: ProviderVerdicts) -> list[str]:
        """The methods by which that release registers resources with it, and takes them back."""
        called = self._held(self.table.calls(provider.api))
        return [name for name in called if name.startswith(("register_", "unregister_"))]

    def verdict(self, provider: ProviderVerdicts) -> Verdict | None:
        """What reading says of the provider in that release; None if it says nothing."""
        return next((it for it in provider.verdicts if it.releases & self.releases), None)

    def _held(self, variants: Mapping[str, Iterable[tuple[int, object]]]) -> list[str]:
        return [
            name
            for name, several in variants.items()
            if any(mask & self.releases for mask, _variant in several)
        ]


def find(module: str, python: Path, kind: str | None, api: str | None) -> Found:
    """Read an importable package, without importing it, against the stack of a Python.

    Args:
        module: The package.
        python: The Python of the stack.
        kind: The type of the providers to test; None for all that the package gives.
        api: Their API; None for all.

    Raises:
        NothingToTestError: If there is no such package, no stack, or no such provider in it.
        UnknownReleaseError: If the installed stack is newer than all that are known.
    """
    spec = importlib.util.find_spec(module.partition(".")[0])
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise NothingToTestError(f"there is no package `{module}` to import here")
    table = contract.load()
    project = find_project(Path(folders[0]))
    question = releases_in_question(("installed",), project, table.timeline, python)
    found = replay(project, table, question.releases, Path.cwd())
    given = [it for it in found.providers if it.provider_type != "?"]
    if not given:
        raise NothingToTestError(f"`{module}` gives no provider that can be read")
    wanted = [it for it in given if kind in (None, it.provider_type) and api in (None, it.api)]
    if not wanted:
        listed = ", ".join(it.title for it in given)
        raise NothingToTestError(f"`{module}` gives no such provider; it gives {listed}")
    return Found(found, tuple(wanted), table, question.releases)
