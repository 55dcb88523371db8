"""What can't be installed together, and what pip does by itself."""

from pathlib import Path

import pytest

from validate_provider.contract import Contract
from validate_provider.question.installed import Installed
from validate_provider.ranges.installs import Conflict, conflicts
from validate_provider.source.manifest import Stated
from validate_provider.source.project import Project


def project(*dependencies: str, python: str = ">=3.12") -> Project:
    file = Path("/acme/pyproject.toml")
    stated = tuple(Stated(text, file, 3, "dependencies") for text in dependencies)
    return Project(file.parent, file, {}, (), requirements=stated, requires_python=python)


def of(what: Project, contract: Contract, releases: str) -> list[tuple[list[str], Conflict]]:
    found = conflicts(what, contract, contract.timeline.parse(releases))
    return [(contract.timeline.ranges(one.releases), one) for one in found]


def test_a_python_that_no_release_has(contract: Contract) -> None:
    """The stack's floor is 3.10 up to 0.2.11, 3.11 in 0.2.12, then 3.12."""
    ((releases, told),) = of(project("acme", python=">=3.10,<3.12"), contract, "0.2.2..0.3.5")
    assert releases == ["llama-stack 0.2.13-0.3.5"]
    assert told.why == "the stack's Python is >=3.12, the package's >=3.10,<3.12"
    assert told.certain
    assert not of(project("acme", python=">=3.10"), contract, "0.2.2..0.3.5")


def test_requirements_that_never_meet(contract: Contract) -> None:
    ((releases, told),) = of(project("llama-stack>=0.7,<0.8", "openai<2"), contract, "0.7.0..0.7.3")
    assert releases == ["llama-stack 0.7.0-0.7.3"]
    assert (told.why, told.remedy) == (
        "the stack requires openai>=2.5.0, the package openai<2",
        "let `openai<2` go",
    )


@pytest.mark.parametrize(
    "requirement", ["openai>=1", "openai<2; python_version<'3.12'", "openai!=2.5.0", "pandas<2"]
)
def test_what_may_meet_is_not_told(requirement: str, contract: Contract) -> None:
    assert not of(project("llama-stack>=0.7,<0.8", requirement), contract, "0.7.0..0.7.3")


@pytest.mark.parametrize(
    ("server", "api", "name"),
    [
        # What importing llama_stack.core with each pair really said.
        ("llama-stack 0.4.7", "0.5.4", ""),
        ("llama-stack 0.5.4", "0.6.1", ""),
        ("llama-stack 0.4.7", "0.7.3", "Agents"),
        ("llama-stack 0.5.4", "0.7.3", "Agents"),
        ("llama-stack 0.7.3", "0.6.1", "Responses"),
        ("llama-stack 0.7.3", "0.4.7", "Responses"),
        ("llama-stack 0.7.3", "0.7.3", ""),
        ("ogx 1.5.0", "1.4.1", ""),
        # This wheel holds its own llama_stack_api.
        ("llama-stack 0.4.1", "0.7.3", ""),
    ],
)
def test_an_installed_pair(server: str, api: str, name: str, contract: Contract) -> None:
    distribution, _, version = server.partition(" ")
    versions = {distribution: version, f"{distribution}-api": api}
    there = Installed(Path("python"), "--python", versions)
    found = conflicts(project(distribution), contract, contract.timeline.find(server), there)
    told = f"{distribution}-api {api} is installed beside it and has no `{name}`, which the server"
    assert [one.why for one in found] == ([f"{told} imports"] if name else [])


def test_what_pip_puts_beside_a_server(contract: Contract) -> None:
    ((releases, told),) = of(project("llama-stack>=0.4"), contract, "0.3.0..0.7.3")
    assert releases == ["llama-stack 0.4.4-0.6.1"]
    assert told.why == (
        "pip puts llama-stack-api 0.7.3 beside it, as nothing holds that back, and it has no "
        "`Agents`, which the server imports"
    )
    assert told.remedy == "require `llama-stack-api<0.7`, too"
    assert not told.certain
    held = project("llama-stack>=0.4,<0.7", "llama-stack-api<0.7")
    assert not of(held, contract, "0.3.0..0.6.1")


def test_an_api_package_that_the_server_can_never_import(contract: Contract) -> None:
    ((releases, told),) = of(project("llama-stack-api>=0.7"), contract, "0.4.7..0.5.0")
    assert (releases, told.certain) == (["llama-stack 0.4.7-0.5.0"], True)
    assert told.why.startswith("llama-stack-api 0.7.3, the newest that the package admits, has no")


def test_requirements_that_cannot_be_read_state_nothing(contract: Contract) -> None:
    assert not of(project("llama-stack-api>=0.7; os_name=='nt'"), contract, "0.4.7..0.5.0")
    assert not of(Project(Path("/acme"), None, {}, ()), contract, "0.2.2..0.3.5")
    assert not of(project("acme", python="whatever"), contract, "0.2.2..0.3.5")
