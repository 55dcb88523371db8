{% extends cookiecutter._pieces ~ 'vector_io/inline/test_vector_io.py' %}
{% set names = [
    "apis.vector_io: SearchRankingOptions VectorStoreChunkingStrategyStatic",
    "apis.vector_stores: VectorStore" if line.vectors.store == "VectorStore" else "apis.vector_dbs: VectorDB",
] + (["apis.common.errors: ResourceNotFoundError VectorStoreNotFoundError"] if line.tells_not_found else [])
  + (["apis.files: RetrieveFileContentRequest RetrieveFileRequest"] if line.files_requests else [])
  + (["apis.inference: OpenAIEmbeddingsRequestWithExtraBody"] if line.chats_requests else [])
  + ([
    "apis.vector_io: OpenAICreateVectorStoreFileBatchRequestWithExtraBody",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody",
] if line.vectors.batches else []) %}
{% block calls -%}
{% if line.vectors.store == "VectorStore" -%}
async def create(vectors: Impl, store_id: str = "vs_1", **given: Any) -> VectorStoreObject:
    """Create a vector store as the stack does: it registers it first."""
    registered = VectorStore(
        identifier=store_id,
        provider_id="{{ cookiecutter.name }}",
        provider_resource_id=store_id,
        embedding_model=MODEL,
        embedding_dimension=DIMENSION,
    )
    await vectors.register_vector_store(registered)
    request = {"provider_vector_store_id": store_id, **given}
    return await vectors.openai_create_vector_store(OpenAICreateVectorStoreRequestWithExtraBody.model_validate(request))
{%- else -%}
async def create(vectors: Impl, store_id: str = "vs_1", **given: Any) -> VectorStoreObject:
    """Create a vector store as the stack does: it registers it first, in newer releases after it is made."""
    registered = VectorDB(
        identifier=store_id,
        provider_id="{{ cookiecutter.name }}",
        provider_resource_id=store_id,
        embedding_model=MODEL,
        embedding_dimension=DIMENSION,
    )
    await vectors.register_vector_db(registered)
    return await vectors.openai_create_vector_store(
        embedding_model=MODEL, embedding_dimension=DIMENSION, provider_vector_db_id=store_id, **given
    )
{%- endif %}


async def update(vectors: Impl, **given: Any) -> VectorStoreObject:
    return await vectors.openai_update_vector_store("vs_1", **given)


async def attach(vectors: Impl, file_id: str, **given: Any) -> VectorStoreFileObject:
    return await vectors.openai_attach_file_to_vector_store("vs_1", file_id, **given)


async def update_file(vectors: Impl, file_id: str, **attributes: int) -> VectorStoreFileObject:
    return await vectors.openai_update_vector_store_file("vs_1", file_id, attributes)


async def insert(vectors: Impl, *chunks: {{ line.vectors.chunk }}) -> None:
    await vectors.insert_chunks("vs_1", list(chunks))


async def query(vectors: Impl, text: str, **params: Any) -> QueryChunksResponse:
    return await vectors.query_chunks("vs_1", text, params)


async def results(vectors: Impl, query: str | list[str], **given: Any) -> VectorStoreSearchResponsePage:
    return await vectors.openai_search_vector_store("vs_1", query, **given)
{%- endblock %}
