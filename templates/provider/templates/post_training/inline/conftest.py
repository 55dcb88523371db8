"""What several tests need."""

import json
from pathlib import Path

import pytest

ROWS = [
    {"input_query": "the cat sat", "expected_answer": "on the mat"},
    {"input_query": "the dog sat", "expected_answer": "on the rug"},
]


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    """A folder of the provider's, with a dataset in it."""
    storage = tmp_path / "storage"
    (storage / "datasets").mkdir(parents=True)
    (storage / "datasets" / "pets.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return storage


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
