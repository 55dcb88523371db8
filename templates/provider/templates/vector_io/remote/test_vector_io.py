{#- Who extends this lists in `names` what else is imported, and calls the adapter as the stack does. -#}
{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set what = {"VectorStore": "vector_store", "VectorDB": "vector_db"}[line.vectors.store] -%}
{% set no_store = "VectorStoreNotFoundError" if line.tells_not_found else 'ValueError, match="no vector store"' -%}
"""The adapter, put to work on a service that speaks HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
{{ stack(
    "apis.vector_io: VectorStoreChunkingStrategyStatic VectorStoreFileObject VectorStoreObject",
    "apis.vector_io: VectorStoreSearchResponsePage",
    "apis.vector_io: " ~ ("VectorStoreFileBatchObject" if line.vectors.batches else "VectorStoreObject"),
    "providers.datatypes: HealthStatus",
    *names,
) }}

from conftest import MODEL, UPLOADS, VectorService
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, LateError, RefusedError
{%- if line.spec != "yaml" %}
from {{ cookiecutter.__package }}.provider import get_provider_spec
{%- endif %}
from {{ cookiecutter.__package }}.vector_io import {{ cookiecutter.__impl }}
{%- if line.spec == "yaml" %}
from test_provider import get_provider_spec
{%- endif %}

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
    registered = {{ line.vectors.store }}(
        identifier=store_id,
        provider_id="{{ cookiecutter.name }}",
        provider_resource_id=name,
        embedding_model=MODEL,
        embedding_dimension=8,
    )
    await adapter.register_{{ what }}(registered)


{% block calls %}{% endblock %}


async def test_create(adapter: Adapter, service: VectorService) -> None:
    store = await create(adapter, name="docs", metadata={"team": "red"})

    assert (store.id, store.name, store.metadata) == ("vs_1", "docs", {"team": "red"})
    # The request went out without what is the stack's own affair.
    metadata = {"team": "red", "stack_vector_store_id": "vs_1"}
    assert ("POST", "", {"name": "docs", "metadata": metadata}) in service.requests
    assert await adapter.openai_retrieve_vector_store("vs_1") == store


{% if line.vectors.store == "VectorDB" %}async def test_asked_for_twice(adapter: Adapter, service: VectorService) -> None:
    await adapter.openai_create_vector_store("docs", embedding_model=MODEL, provider_vector_db_id="vs_1")
    again = await adapter_of(service.url)

    store = await create(again, name="docs", metadata={"team": "red"}, file_ids=["file-1"])

    assert (store.id, store.metadata) == ("vs_1", {"team": "red"})
    assert list(service.files) == ["vs_theirs_1"]
    assert list(service.files["vs_theirs_1"]) == ["file-1"]
    await again.shutdown()


{% endif %}async def test_found_again_after_a_restart(adapter: Adapter, service: VectorService) -> None:
    store, other = await create(adapter, "vs_1"), await create(adapter, "vs_2")
    service.page_length = 1

    again = await adapter_of(service.url)

    assert await again.openai_retrieve_vector_store("vs_2") == other
    assert await again.openai_retrieve_vector_store("vs_1") == store
    await again.shutdown()


async def test_store_that_the_run_config_names(adapter: Adapter, service: VectorService) -> None:
    service.create({"name": "theirs"})
    await register(adapter, "vs_1", "vs_theirs_1")

    await attach(adapter, "file-1")

    assert "file-1" in service.files["vs_theirs_1"]
    assert (await adapter.openai_retrieve_vector_store("vs_1")).id == "vs_1"
    assert (await update(adapter, name="ours")).id == "vs_1"
    await adapter.unregister_{{ what }}("vs_1")
    with pytest.raises({{ no_store }}):
        await attach(adapter, "file-1")


async def test_list(adapter: Adapter, service: VectorService) -> None:
    first, second = await create(adapter, "vs_1"), await create(adapter, "vs_2")

    page = await adapter.openai_list_vector_stores(limit=1)
    assert (page.data, page.first_id, page.last_id, page.has_more) == ([first], "vs_1", "vs_1", True)

    again = await adapter_of(service.url)
    rest = await again.openai_list_vector_stores(after="vs_1")
    assert (rest.data, rest.has_more) == ([second], False)
    await again.shutdown()


async def test_update(adapter: Adapter) -> None:
    await create(adapter, name="docs", metadata={"team": "red"})
    store = await update(adapter, metadata={"team": "blue"})

    assert (store.id, store.metadata) == ("vs_1", {"team": "blue"})


async def test_delete(adapter: Adapter) -> None:
    await create(adapter)

    answer = await adapter.openai_delete_vector_store("vs_1")

    assert (answer.id, answer.deleted) == ("vs_1", True)
    with pytest.raises({{ no_store }}):
        await adapter.openai_delete_vector_store("vs_1")


async def test_search(adapter: Adapter, service: VectorService) -> None:
    await create(adapter, file_ids=["file-1"])
    await attach(adapter, "file-1")
    await attach(adapter, "file-2")
    found = await search(adapter, "oak centuries", max_num_results=5)

    assert [result.file_id for result in found.data] == ["file-2", "file-1"]
    # Without the search mode, which OpenAI does not know.
    asked = {"query": "oak centuries", "max_num_results": 5, "rewrite_query": False}
    assert service.requests[-1] == ("POST", "vs_theirs_1/search", asked)


async def test_chunking_is_handed_on(adapter: Adapter) -> None:
    await create(adapter)
    sizes = {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0}
    strategy = VectorStoreChunkingStrategyStatic.model_validate({"static": sizes})
    file = await attach(adapter, "file-1", chunking_strategy=strategy)

    assert file.chunking_strategy.model_dump() == {"type": "static", "static": sizes}


async def test_file(adapter: Adapter) -> None:
    await create(adapter)
    file = await attach(adapter, "file-1", attributes={"year": 1969})

    assert (file.id, file.vector_store_id, file.attributes) == ("file-1", "vs_1", {"year": 1969})
    assert await adapter.openai_retrieve_vector_store_file("vs_1", "file-1") == file
    assert (await adapter.openai_list_files_in_vector_store("vs_1")).data == [file]
{%- if line.vectors.page %}
    [content] = (await adapter.openai_retrieve_vector_store_file_contents("vs_1", "file-1")).data
    assert content.text == UPLOADS["file-1"]
{%- else %}
    contents = await adapter.openai_retrieve_vector_store_file_contents("vs_1", "file-1")
    assert (contents.filename, contents.attributes) == ("file-1.txt", {"year": 1969})
    assert [content.text for content in contents.content] == [UPLOADS["file-1"]]
{%- endif %}
    changed = await update_file(adapter, "file-1", year=1970)
    assert (changed.vector_store_id, changed.attributes) == ("vs_1", {"year": 1970})

    assert (await adapter.openai_delete_vector_store_file("vs_1", "file-1")).deleted
    with pytest.raises(RefusedError, match="there is no") as error:
        await adapter.openai_retrieve_vector_store_file("vs_1", "file-1")
    assert error.value.status_code == 404


@pytest.mark.parametrize("file_id", ["a?b", "a/b"])
async def test_file_whose_id_means_something_in_a_path(adapter: Adapter, service: VectorService, file_id: str) -> None:
    await create(adapter)
    await attach(adapter, "file-1")
    await attach(adapter, file_id)

    assert (await adapter.openai_retrieve_vector_store_file("vs_1", file_id)).id == file_id
{%- if line.vectors.page %}
    [content] = (await adapter.openai_retrieve_vector_store_file_contents("vs_1", file_id)).data
    assert content.text == UPLOADS[file_id]
{%- else %}
    contents = await adapter.openai_retrieve_vector_store_file_contents("vs_1", file_id)
    assert (contents.filename, contents.content[0].text) == (f"{file_id}.txt", UPLOADS[file_id])
{%- endif %}
    assert (await adapter.openai_delete_vector_store_file("vs_1", file_id)).deleted
    assert list(service.files["vs_theirs_1"]) == ["file-1"]


async def test_no_id_leads_to_what_is_above(adapter: Adapter, service: VectorService) -> None:
    await create(adapter)
    asked = len(service.requests)

    with pytest.raises(RefusedError, match="has no") as error:
        await adapter.openai_delete_vector_store_file("vs_1", "..")
    assert error.value.status_code == 404
    assert len(service.requests) == asked


@pytest.mark.parametrize("name", ["a?b", "a/b"])
async def test_store_whose_name_means_something_in_a_path(adapter: Adapter, service: VectorService, name: str) -> None:
    service.create({"name": "theirs"})
    service.stores[name] = service.stores.pop("vs_theirs_1") | {"id": name}
    await register(adapter, "vs_1", name)

    assert (await adapter.openai_retrieve_vector_store("vs_1")).name == "theirs"
{%- if line.vectors.store == "VectorDB" %}
    service.files[name] = {}
    await adapter.openai_create_vector_store("ours", embedding_model=MODEL, provider_vector_db_id="vs_1")
    assert service.stores[name]["name"] == "ours"
{%- endif %}
{%- if not line.vectors.page %}


async def test_file_whose_upload_is_gone(adapter: Adapter, service: VectorService) -> None:
    await create(adapter)
    await attach(adapter, "file-1")
    del service.names["file-1"]

    contents = await adapter.openai_retrieve_vector_store_file_contents("vs_1", "file-1")

    assert (contents.filename, contents.content[0].text) == ("", UPLOADS["file-1"])
{%- endif %}
{%- if line.vectors.batches %}


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
{%- endif %}


async def test_chunks_are_not_implemented(adapter: Adapter) -> None:
    await create(adapter)

    with pytest.raises(NotImplementedError):
        await insert(adapter)
    with pytest.raises(NotImplementedError):
        await query(adapter)


async def test_api_key_is_sent(service: VectorService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")

    assert await adapter.health() == {"status": HealthStatus.OK}
    assert service.authorization == "Bearer secret"
    await adapter.shutdown()


async def test_service_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        adapter = await adapter_of(f"http://127.0.0.1:{free.getsockname()[1]}/v1")

        with pytest.raises(FailedError, match="cannot be reached"):
            await create(adapter)
        assert (await adapter.health())["status"] == HealthStatus.ERROR
    await adapter.shutdown()


async def test_service_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        adapter = await adapter_of(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.1)

        with pytest.raises(LateError, match="did not answer in time"):
            await create(adapter)
    await adapter.shutdown()


def test_event_loops_come_and_go(service: VectorService) -> None:
    # The stack starts up in one event loop and serves in another.
    adapter = asyncio.run(adapter_of(service.url))

    for _ in range(2):
        assert asyncio.run(adapter.openai_list_vector_stores()).data == []
