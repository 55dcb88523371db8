"""What several tests need."""

from pathlib import Path

import pytest

from {{ cookiecutter.__package }}.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.open()
    return store


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
