"""Real stacks for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.real.comparing import Comparison
from tests.real.corpora.ground import Ground
from tests.real.forked import Forks
from tests.real.installed import installed
from validate_provider.contract import Contract


@pytest.fixture(scope="session")
def stack():
    """Give `stack(line)`, the Python of a line's environment; with `tools=True`, pytest in it."""
    return installed


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Ground:
    """What packages are written from; a line has no Python before it is asked."""
    return Ground(tmp_path_factory.mktemp("packages"), contract, {})


@pytest.fixture(scope="session")
def comparison(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Iterator[Comparison]:
    """Compares on real stacks, each imported once."""
    forks = Forks(tmp_path_factory.mktemp("home"))
    yield Comparison(ground, forks)
    forks.close()
