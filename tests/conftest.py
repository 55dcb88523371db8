"""Fixtures for all tests."""

import pytest

from validate_provider.contract import Contract, load


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract that is shipped."""
    return load()
