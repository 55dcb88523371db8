{% extends cookiecutter._pieces ~ 'vector_io/remote/test_vector_io.py' %}
{% set names = [
    "apis.common.errors: VectorStoreNotFoundError",
    "apis.vector_io: InsertChunksRequest OpenAIAttachFileRequest OpenAICreateVectorStoreFileBatchRequestWithExtraBody",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody OpenAISearchVectorStoreRequest",
    "apis.vector_io: OpenAIUpdateVectorStoreFileRequest OpenAIUpdateVectorStoreRequest QueryChunksRequest",
    "apis.vector_stores: VectorStore",
] %}
{% block calls -%}
async def create(adapter: Adapter, store_id: str = "vs_1", **given: Any) -> VectorStoreObject:
    """Create a vector store as the stack does: it registers it first, and tells what it registered."""
    await register(adapter, store_id, store_id)
    request = {"provider_vector_store_id": store_id, "embedding_model": MODEL, **given}
    return await adapter.openai_create_vector_store(OpenAICreateVectorStoreRequestWithExtraBody.model_validate(request))


async def update(adapter: Adapter, **given: Any) -> VectorStoreObject:
    return await adapter.openai_update_vector_store("vs_1", OpenAIUpdateVectorStoreRequest.model_validate(given))


async def search(adapter: Adapter, query: str, **given: Any) -> VectorStoreSearchResponsePage:
    request = OpenAISearchVectorStoreRequest.model_validate({"query": query, **given})
    return await adapter.openai_search_vector_store("vs_1", request)


async def attach(adapter: Adapter, file_id: str, **given: Any) -> VectorStoreFileObject:
    request = OpenAIAttachFileRequest.model_validate({"file_id": file_id, **given})
    return await adapter.openai_attach_file_to_vector_store("vs_1", request)


async def update_file(adapter: Adapter, file_id: str, **attributes: int) -> VectorStoreFileObject:
    request = OpenAIUpdateVectorStoreFileRequest(attributes=attributes)
    return await adapter.openai_update_vector_store_file("vs_1", file_id, request)


async def insert(adapter: Adapter) -> None:
    await adapter.insert_chunks(InsertChunksRequest(vector_store_id="vs_1", chunks=[]))


async def query(adapter: Adapter) -> None:
    await adapter.query_chunks(QueryChunksRequest(vector_store_id="vs_1", query="owl"))
{%- endblock %}
