{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The adapter, put to work on a server that speaks HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
{{ stack(
    "apis.common.content_types: TextContentItem",
    "apis.vector_dbs: VectorDB",
    "apis.vector_io: Chunk",
    "providers.datatypes: HealthStatus",
) }}

from conftest import OtherStack
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import RefusedError
from {{ cookiecutter.__package }}.vector_io import {{ cookiecutter.__impl }}

pytestmark = pytest.mark.anyio

Adapter = {{ cookiecutter.__impl }}
STORES, CHUNKS = "/v1/vector-dbs", "/v1/vector-io"
CHUNK = {"content": "The owl hunts.", "metadata": {"document_id": "birds"}}


@pytest.fixture
async def adapter(other: OtherStack) -> AsyncIterator[Adapter]:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": other.url})
    adapter = await get_adapter_impl(config, {})
    yield adapter
    await adapter.shutdown()


def store(here: str = "a/b", there: str = "a/b") -> VectorDB:
    named = {"identifier": here, "provider_id": "{{ cookiecutter.name }}", "provider_resource_id": there}
    return VectorDB.model_validate(named | {"embedding_model": "m", "embedding_dimension": 2})


def listed(*stores: VectorDB) -> dict[str, Any]:
    return {"data": [store.model_dump(mode="json") for store in stores]}


async def test_store_is_made_there(adapter: Adapter, other: OtherStack) -> None:
    other.answers |= {f"GET {STORES}": listed(store("c", "c")), f"POST {STORES}": {}}
    await adapter.register_vector_db(store())

    body = {"vector_db_id": "a/b", "embedding_model": "m", "embedding_dimension": 2}
    assert other.asked[-1] == (f"POST {STORES}", body)


async def test_store_that_is_there_is_used(adapter: Adapter, other: OtherStack) -> None:
    other.answers[f"GET {STORES}"] = listed(store("c", "c"), store())
    await adapter.register_vector_db(store())

    assert other.asked == [(f"GET {STORES}", None)]


async def test_stores_are_called_as_they_are_there(adapter: Adapter, other: OtherStack) -> None:
    with pytest.raises(ValueError, match="must be called here as it is there"):
        await adapter.register_vector_db(store(there="c"))
    assert other.asked == []


async def test_store_is_removed_there(adapter: Adapter, other: OtherStack) -> None:
    path = f"{STORES}/a%2Fb"
    other.answers |= {f"GET {STORES}": listed(store()), f"DELETE {path}": None}
    await adapter.unregister_vector_db("a/b")
    assert other.asked[-1] == (f"DELETE {path}", None)

    other.answers[f"GET {STORES}"] = listed()
    await adapter.unregister_vector_db("a/b")
    assert other.asked[-1] == (f"GET {STORES}", None)


async def test_insert(adapter: Adapter, other: OtherStack) -> None:
    other.answers[f"POST {CHUNKS}/insert"] = None
    chunk = Chunk.model_validate(CHUNK)
    await adapter.insert_chunks("a/b", [chunk], ttl_seconds=60)

    body = {"vector_db_id": "a/b", "chunks": [chunk.model_dump(mode="json")], "ttl_seconds": 60}
    assert other.asked == [(f"POST {CHUNKS}/insert", body)]


async def test_query(adapter: Adapter, other: OtherStack) -> None:
    other.answers[f"POST {CHUNKS}/query"] = {"chunks": [CHUNK], "scores": [0.5]}
    answer = await adapter.query_chunks("a/b", [TextContentItem(text="owl")], {"max_chunks": 1})

    assert answer.chunks == [Chunk.model_validate(CHUNK)]
    assert answer.scores == [0.5]
    query = [{"type": "text", "text": "owl"}]
    body = {"vector_db_id": "a/b", "query": query, "params": {"max_chunks": 1}}
    assert other.asked == [(f"POST {CHUNKS}/query", body)]


async def test_refused(adapter: Adapter, other: OtherStack) -> None:
    other.answers[f"POST {CHUNKS}/query"] = {"detail": "Invalid value: there is no vector store a/b"}
    other.status = 400

    with pytest.raises(RefusedError, match="no vector store a/b"):
        await adapter.query_chunks("a/b", "owl")


async def test_health(adapter: Adapter, other: OtherStack) -> None:
    assert await adapter.health() == {"status": HealthStatus.OK}

    other.status = 500
    assert (await adapter.health())["status"] == HealthStatus.ERROR
