{% extends cookiecutter._pieces ~ 'vector_io/remote/test_vector_io.py' %}
{% set names = ["apis.vector_stores: VectorStore" if line.vectors.store == "VectorStore" else "apis.vector_dbs: VectorDB"]
  + (["apis.common.errors: VectorStoreNotFoundError"] if line.tells_not_found else []) + ([
    "apis.vector_io: OpenAICreateVectorStoreFileBatchRequestWithExtraBody",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody",
] if line.vectors.batches else []) %}
{% block calls -%}
{% if line.vectors.store == "VectorStore" -%}
async def create(adapter: Adapter, store_id: str = "vs_1", **given: Any) -> VectorStoreObject:
    """Create a vector store as the stack does: it registers it first, and tells what it registered."""
    await register(adapter, store_id, store_id)
    request = {"provider_vector_store_id": store_id, "embedding_model": MODEL, **given}
    return await adapter.openai_create_vector_store(OpenAICreateVectorStoreRequestWithExtraBody.model_validate(request))
{%- else -%}
async def create(adapter: Adapter, store_id: str = "vs_1", **given: Any) -> VectorStoreObject:
    """Create a vector store as the stack does: it registers it first, in newer releases after it is made."""
    await register(adapter, store_id, store_id)
    return await adapter.openai_create_vector_store(
        embedding_model=MODEL, embedding_dimension=8, provider_vector_db_id=store_id, **given
    )
{%- endif %}


async def update(adapter: Adapter, **given: Any) -> VectorStoreObject:
    return await adapter.openai_update_vector_store("vs_1", **given)


async def search(adapter: Adapter, query: str, **given: Any) -> VectorStoreSearchResponsePage:
    return await adapter.openai_search_vector_store("vs_1", query, **given)


async def attach(adapter: Adapter, file_id: str, **given: Any) -> VectorStoreFileObject:
    return await adapter.openai_attach_file_to_vector_store("vs_1", file_id, **given)


async def update_file(adapter: Adapter, file_id: str, **attributes: int) -> VectorStoreFileObject:
    return await adapter.openai_update_vector_store_file("vs_1", file_id, attributes)


async def insert(adapter: Adapter) -> None:
    await adapter.insert_chunks("vs_1", [])


async def query(adapter: Adapter) -> None:
    await adapter.query_chunks("vs_1", "owl")
{%- endblock %}
