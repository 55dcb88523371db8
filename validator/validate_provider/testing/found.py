"""What the tests are about: a package, its providers, and what the installed stack expects."""

import importlib.util
from pathlib import Path

from validate_provider import contract
from validate_provider.question.against import releases_in_question
from validate_provider.record import Record
from validate_provider.replay.packages import ProviderVerdicts, Replay, replay
from validate_provider.source.project import find_project


class NothingToTestError(Exception):
    """There is no provider, or no stack, to make tests of; the text says which."""


class Found(Record):
    """A package that was read, as the stack beside it sees it."""

    replay: Replay
    table: contract.Contract
    releases: int
    """The installed release."""

    def methods(self, provider: ProviderVerdicts) -> list[str]:
        """The methods of the provider's protocol in that release."""
        methods = self.table.methods(provider.api)
        return [
            name
            for name, variants in methods.items()
            if any(mask & self.releases for mask, _method in variants)
        ]


def find(module: str, python: Path) -> Found:
    """Read an importable package, without importing it, against the stack of a Python.

    Raises:
        NothingToTestError: If there is no such package, no stack, or no provider in the package.
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
    if not any(provider.provider_type != "?" for provider in found.providers):
        raise NothingToTestError(f"`{module}` gives no provider that can be read")
    return Found(found, table, question.releases)
