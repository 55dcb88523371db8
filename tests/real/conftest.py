"""Real stacks for the tests of this folder."""

import pytest

from tests.real.installed import installed


@pytest.fixture(scope="session")
def stack():
    """Give `stack(line)`, the Python of a line's environment; with `tools=True`, pytest in it."""
    return installed
