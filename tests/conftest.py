"""Fixtures for all tests."""

from collections.abc import Callable

import pytest

from tests.written import Written, write
from validate_provider.contract import Contract, load


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract that is shipped."""
    return load()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Written]:
    """Packages for an API and a target, each written once; tests copy before they change one."""
    made: dict[tuple[str, str], Written] = {}

    def once(api: str, target: str) -> Written:
        if (api, target) not in made:
            made[api, target] = write(api, target, tmp_path_factory.mktemp("written"))
        return made[api, target]

    return once
