"""Fixtures for all tests."""

import signal
from collections.abc import Callable

import pytest

from tests.written import Written, write
from validate_provider.contract import Contract, load

# A job in the background is started with these ignored, and so would be what the tests start:
# programs that are meant to be interrupted.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract that is shipped."""
    return load()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Written]:
    """Packages for an API, a target and a kind, each written once; tests copy to change one."""
    made: dict[tuple[str, str, str | None], Written] = {}

    def once(api: str, target: str, kind: str | None = None) -> Written:
        asked = (api, target, kind)
        if asked not in made:
            made[asked] = write(api, target, tmp_path_factory.mktemp("written"), kind)
        return made[asked]

    return once
