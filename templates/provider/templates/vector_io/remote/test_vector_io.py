{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The adapter, put to work on a service that speaks HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
{{ stack(
    "apis.common.errors: VectorStoreNotFoundError",
    "apis.vector_io: OpenAICreateVectorStoreFileBatchRequestWithExtraBody",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody VectorStoreFileBatchObject",
    "apis.vector_io: VectorStoreFileObject VectorStoreObject",
    "apis.vector_io: InsertChunksRequest OpenAIAttachFileRequest OpenAISearchVectorStoreRequest"
    if line.vectors.requests else "apis.vector_io: VectorStoreChunkingStrategyStatic",
    "apis.vector_io: OpenAIUpdateVectorStoreFileRequest OpenAIUpdateVectorStoreRequest QueryChunksRequest"
    if line.vectors.requests else "apis.vector_stores: VectorStore",
    "apis.vector_stores: VectorStore",
    "providers.datatypes: HealthStatus",
) }}

from conftest import MODEL, UPLOADS, VectorService
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, LateError, RefusedError
from {{ cookiecutter.__package }}.provider import get_provider_spec
from {{ cookiecutter.__package }}.vector_io import {{ cookiecutter.__impl }}

pytestmark = pytest.mark.anyio

Adapter = {{ cookiecutter.__impl }}


async def adapter_of(url: str, **settings: object) -> Adapter:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": url, **settings})
    adapter = await get_adapter_impl(config, {})
    # As the stack does.
    adapter.__provider_spec__ = get_provider_spec()
    return adapter


@pytest.fixture
async def adapter(service: VectorService) -> AsyncIterator[Adapter]:
    adapter = await adapter_of(service.url)
    yield adapter
    await adapter.shutdown()


async def register(adapter: Adapter, store_id: str, name: str) -> None:
    registered = VectorStore(
        identifier=store_id,
        provider_id="{{ cookiecutter.name }}",
        provider_resource_id=name,
        embedding_model=MODEL,
        embedding_dimension=8,
    )
    await adapter.register_vector_store(registered)


async def create(adapter: Adapter, store_id: str = "vs_1", **given: Any) -> VectorStoreObject:
    """Create a vector store as the stack does: it registers it first, and tells what it registered."""
    await register(adapter, store_id, store_id)
    request = {"provider_vector_store_id": store_id, "embedding_model": MODEL, **given}
    return await adapter.openai_create_vector_store(OpenAICreateVectorStoreRequestWithExtraBody.model_validate(request))


async def attach(adapter: Adapter, file_id: str, **given: Any) -> VectorStoreFileObject:
{%- if line.vectors.requests %}
    request = OpenAIAttachFileRequest.model_validate({"file_id": file_id, **given})
    return await adapter.openai_attach_file_to_vector_store("vs_1", request)
{%- else %}
    return await adapter.openai_attach_file_to_vector_store("vs_1", file_id, **given)
{%- endif %}


async def test_create(adapter: Adapter, service: VectorService) -> None:
    store = await create(adapter, name="docs", metadata={"team": "red"})

    assert (store.id, store.name, store.metadata) == ("vs_1", "docs", {"team": "red"})
    # The request went out without what is the stack's own affair.
    metadata = {"team": "red", "stack_vector_store_id": "vs_1"}
    assert service.requests == [("POST", "", {"name": "docs", "metadata": metadata})]
    assert await adapter.openai_retrieve_vector_store("vs_1") == store


async def test_found_again_after_a_restart(adapter: Adapter, service: VectorService) -> None:
    store, other = await create(adapter, "vs_1"), await create(adapter, "vs_2")
    service.page_length = 1

    again = await adapter_of(service.url)

    assert await again.openai_retrieve_vector_store("vs_2") == other
    assert await again.openai_retrieve_vector_store("vs_1") == store


async def test_store_that_the_run_config_names(adapter: Adapter, service: VectorService) -> None:
    service.create({"name": "theirs"})
    await register(adapter, "vs_1", "vs_theirs_1")

    await attach(adapter, "file-1")

    assert "file-1" in service.files["vs_theirs_1"]
    await adapter.unregister_vector_store("vs_1")
    with pytest.raises(VectorStoreNotFoundError):
        await attach(adapter, "file-1")


async def test_list(adapter: Adapter, service: VectorService) -> None:
    first, second = await create(adapter, "vs_1"), await create(adapter, "vs_2")

    page = await adapter.openai_list_vector_stores(limit=1)
    assert (page.data, page.first_id, page.last_id, page.has_more) == ([first], "vs_1", "vs_1", True)

    again = await adapter_of(service.url)
    rest = await again.openai_list_vector_stores(after="vs_1")
    assert (rest.data, rest.has_more) == ([second], False)


async def test_update(adapter: Adapter) -> None:
    await create(adapter, name="docs", metadata={"team": "red"})
{% if line.vectors.requests %}
    store = await adapter.openai_update_vector_store("vs_1", OpenAIUpdateVectorStoreRequest(metadata={"team": "blue"}))
{%- else %}
    store = await adapter.openai_update_vector_store("vs_1", metadata={"team": "blue"})
{%- endif %}

    assert (store.id, store.metadata) == ("vs_1", {"team": "blue"})


async def test_delete(adapter: Adapter) -> None:
    await create(adapter)

    answer = await adapter.openai_delete_vector_store("vs_1")

    assert (answer.id, answer.deleted) == ("vs_1", True)
    with pytest.raises(VectorStoreNotFoundError):
        await adapter.openai_delete_vector_store("vs_1")


async def test_search(adapter: Adapter, service: VectorService) -> None:
    await create(adapter, file_ids=["file-1"])
    await attach(adapter, "file-1")
    await attach(adapter, "file-2")
{% if line.vectors.requests %}
    request = OpenAISearchVectorStoreRequest.model_validate({"query": "oak centuries", "max_num_results": 5})
    found = await adapter.openai_search_vector_store("vs_1", request)
{%- else %}
    found = await adapter.openai_search_vector_store("vs_1", "oak centuries", max_num_results=5)
{%- endif %}

    assert [result.file_id for result in found.data] == ["file-2", "file-1"]
    # Without the search mode, which OpenAI does not know.
    asked = {"query": "oak centuries", "max_num_results": 5, "rewrite_query": False}
    assert service.requests[-1] == ("POST", "vs_theirs_1/search", asked)


async def test_chunking_is_handed_on(adapter: Adapter) -> None:
    await create(adapter)
    sizes = {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0}
{% if line.vectors.requests %}
    file = await attach(adapter, "file-1", chunking_strategy={"type": "static", "static": sizes})
{%- else %}
    strategy = VectorStoreChunkingStrategyStatic.model_validate({"static": sizes})
    file = await attach(adapter, "file-1", chunking_strategy=strategy)
{%- endif %}

    assert file.chunking_strategy.model_dump() == {"type": "static", "static": sizes}


async def test_file(adapter: Adapter) -> None:
    await create(adapter)
    file = await attach(adapter, "file-1", attributes={"year": 1969})

    assert (file.id, file.vector_store_id, file.attributes) == ("file-1", "vs_1", {"year": 1969})
    assert await adapter.openai_retrieve_vector_store_file("vs_1", "file-1") == file
    assert (await adapter.openai_list_files_in_vector_store("vs_1")).data == [file]
    [content] = (await adapter.openai_retrieve_vector_store_file_contents("vs_1", "file-1")).data
    assert content.text == UPLOADS["file-1"]
{% if line.vectors.requests %}
    request = OpenAIUpdateVectorStoreFileRequest(attributes={"year": 1970})
    changed = await adapter.openai_update_vector_store_file("vs_1", "file-1", request)
{%- else %}
    changed = await adapter.openai_update_vector_store_file("vs_1", "file-1", {"year": 1970})
{%- endif %}
    assert (changed.vector_store_id, changed.attributes) == ("vs_1", {"year": 1970})

    assert (await adapter.openai_delete_vector_store_file("vs_1", "file-1")).deleted
    with pytest.raises(RefusedError, match="there is no") as error:
        await adapter.openai_retrieve_vector_store_file("vs_1", "file-1")
    assert error.value.status_code == 404


async def test_batch(adapter: Adapter) -> None:
    await create(adapter)
    params = OpenAICreateVectorStoreFileBatchRequestWithExtraBody(file_ids=["file-1", "file-2"])

    begun = await adapter.openai_create_vector_store_file_batch("vs_1", params)
    batch = await adapter.openai_retrieve_vector_store_file_batch(begun.id, "vs_1")
    files = await adapter.openai_list_files_in_vector_store_file_batch(begun.id, "vs_1")
    cancelled = await adapter.openai_cancel_vector_store_file_batch(begun.id, "vs_1")

    def told(batch: VectorStoreFileBatchObject) -> tuple[str, str]:
        return batch.status, batch.vector_store_id

    assert [told(state) for state in (begun, batch, cancelled)] == [
        ("in_progress", "vs_1"),
        ("completed", "vs_1"),
        ("cancelled", "vs_1"),
    ]
    assert [(file.id, file.vector_store_id) for file in files.data] == [("file-1", "vs_1"), ("file-2", "vs_1")]


async def test_chunks_are_not_implemented(adapter: Adapter) -> None:
    await create(adapter)

    with pytest.raises(NotImplementedError):
        await adapter.insert_chunks({{ 'InsertChunksRequest(vector_store_id="vs_1", chunks=[])' if line.vectors.requests else '"vs_1", []' }})
    with pytest.raises(NotImplementedError):
        await adapter.query_chunks({{ 'QueryChunksRequest(vector_store_id="vs_1", query="owl")' if line.vectors.requests else '"vs_1", "owl"' }})


async def test_api_key_is_sent(service: VectorService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")

    assert await adapter.health() == {"status": HealthStatus.OK}
    assert service.authorization == "Bearer secret"


async def test_service_is_down() -> None:
    adapter = await adapter_of("http://127.0.0.1:9/v1")

    with pytest.raises(FailedError, match="cannot be reached"):
        await create(adapter)
    assert (await adapter.health())["status"] == HealthStatus.ERROR


async def test_service_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        adapter = await adapter_of(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.1)

        with pytest.raises(LateError, match="did not answer in time"):
            await create(adapter)


def test_event_loops_come_and_go(service: VectorService) -> None:
    # The stack starts up in one event loop and serves in another.
    adapter = asyncio.run(adapter_of(service.url))

    for _ in range(2):
        assert asyncio.run(adapter.openai_list_vector_stores()).data == []
