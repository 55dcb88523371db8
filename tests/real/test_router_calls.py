"""The calls in the contract are those that the real routers, routing tables and routes make."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.real.corpora.ground import label
from tests.real.installed import installed
from validate_provider.contract import Contract

INSIDE = Path(__file__).parent / "inside" / "calls.py"
SEEN = {
    "llama-stack-0.2.22": 30,
    "llama-stack-0.3.5": 30,
    "llama-stack-0.5.4": 50,
    "llama-stack-0.7.3": 45,
    "ogx-1.5.0": 50,
}
"""At least so many methods are reached without a stack that runs; a request reaches the others."""
IF_IT_HAS_THEM = {
    ("file_processors", "cancel_process_file_job"),
    ("file_processors", "list_process_file_jobs"),
    ("file_processors", "retrieve_process_file_job"),
    ("inference", "health"),
    ("vector_io", "health"),
}
"""Called only on a provider that has such a method; the contract may be silent about them."""


@pytest.mark.parametrize("line", SEEN)
def test_what_is_really_called(line: str, contract: Contract) -> None:
    release = contract.timeline.find(label(line))
    behind_routes = [
        api
        for api, mask in contract.providable().items()
        if mask & release and not contract.routed_by(api)
    ]
    command = [installed(line), INSIDE, *behind_routes]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen = 0
    for api, methods in json.loads(done.stdout.splitlines()[-1]).items():
        for method, ways in methods.items():
            if (api, method) in IF_IT_HAS_THEM:
                continue
            known = [
                (call.positional, call.keywords)
                for mask, call in contract.calls(api)[method]
                if mask & release
            ]
            assert {(count, tuple(names)) for count, names in ways} <= set(known), (api, method)
            seen += 1
    assert seen >= SEEN[line]


BOTH_LINES = ("llama-stack-0.5.4", "llama-stack-0.7.3")
AWAIT = """
import asyncio, sys
from unittest.mock import AsyncMock, MagicMock
from llama_stack.core.routers.datasets import DatasetIORouter

class Provider:
    {method}

table = MagicMock()
table.get_provider_impl = AsyncMock(return_value=Provider())
try:
    print(asyncio.run(DatasetIORouter(table).append_rows(MagicMock(rows=[]))))
except TypeError as error:
    print("TypeError:", error)
"""


@pytest.mark.parametrize("line", BOTH_LINES)
@pytest.mark.parametrize(
    ("method", "says"),
    [
        ("async def append_rows(self, dataset_id, rows): return 'appended'", "appended"),
        (
            "async def append_rows(self, request): ...",
            "TypeError: Provider.append_rows() got an unexpected keyword argument 'dataset_id'",
        ),
        (
            "def append_rows(self, dataset_id, rows): return 'appended'",
            "TypeError: object str can't be used in 'await' expression",
        ),
        (
            "async def append_rows(self, dataset_id, rows): yield rows",
            "TypeError: object async_generator can't be used in 'await' expression",
        ),
    ],
)
def test_the_router_of_datasetio(line: str, method: str, says: str) -> None:
    command = [installed(line), "-c", AWAIT.format(method=method)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == says
