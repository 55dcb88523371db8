{% extends cookiecutter._pieces ~ 'vector_io/inline/test_vector_io.py' %}
{% set names = [
    "apis.common.errors: ResourceNotFoundError VectorStoreNotFoundError",
    "apis.files: RetrieveFileContentRequest RetrieveFileRequest",
    "apis.inference: OpenAIEmbeddingsRequestWithExtraBody",
    "apis.vector_io: InsertChunksRequest OpenAIAttachFileRequest OpenAICreateVectorStoreFileBatchRequestWithExtraBody",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody OpenAISearchVectorStoreRequest",
    "apis.vector_io: OpenAIUpdateVectorStoreFileRequest OpenAIUpdateVectorStoreRequest QueryChunksRequest",
    "apis.vector_io: SearchRankingOptions VectorStoreChunkingStrategyStatic",
    "apis.vector_stores: VectorStore",
] %}
{% block calls -%}
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


async def update(vectors: Impl, **given: Any) -> VectorStoreObject:
    return await vectors.openai_update_vector_store("vs_1", OpenAIUpdateVectorStoreRequest.model_validate(given))


async def attach(vectors: Impl, file_id: str, **given: Any) -> VectorStoreFileObject:
    request = OpenAIAttachFileRequest.model_validate({"file_id": file_id, **given})
    return await vectors.openai_attach_file_to_vector_store("vs_1", request)


async def update_file(vectors: Impl, file_id: str, **attributes: int) -> VectorStoreFileObject:
    request = OpenAIUpdateVectorStoreFileRequest(attributes=attributes)
    return await vectors.openai_update_vector_store_file("vs_1", file_id, request)


async def insert(vectors: Impl, *chunks: EmbeddedChunk) -> None:
    await vectors.insert_chunks(InsertChunksRequest(vector_store_id="vs_1", chunks=list(chunks)))


async def query(vectors: Impl, text: str, **params: Any) -> QueryChunksResponse:
    return await vectors.query_chunks(QueryChunksRequest(vector_store_id="vs_1", query=text, params=params))


async def results(vectors: Impl, query: str | list[str], **given: Any) -> VectorStoreSearchResponsePage:
    request = OpenAISearchVectorStoreRequest.model_validate({"query": query, **given})
    return await vectors.openai_search_vector_store("vs_1", request)
{%- endblock %}
{% block unknown_ways -%}
async def test_unknown_way_to_cut_a_file(vectors: Impl) -> None:
    await create(vectors)
    file = await attach(vectors, "birds", chunking_strategy={"type": "contextual", "contextual": {}})

    assert file.status == "failed"
    assert file.last_error is not None
    assert "the way 'contextual'" in file.last_error.message


{% endblock %}
