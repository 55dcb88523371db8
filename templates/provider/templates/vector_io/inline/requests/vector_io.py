{% extends cookiecutter._pieces ~ 'vector_io/inline/vector_io.py' %}
{% set names = [
    "apis.common.errors: ResourceNotFoundError VectorStoreNotFoundError",
    "apis.vector_io: InsertChunksRequest OpenAIAttachFileRequest OpenAICreateVectorStoreFileBatchRequestWithExtraBody",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody OpenAISearchVectorStoreRequest",
    "apis.vector_io: OpenAIUpdateVectorStoreFileRequest OpenAIUpdateVectorStoreRequest QueryChunksRequest",
    "apis.vector_io: VectorStoreFileBatchObject VectorStoreFileContentResponse VectorStoreFilesListInBatchResponse",
    "apis.vector_stores: VectorStore",
    "providers.datatypes: VectorStoresProtocolPrivate",
] %}
{% block chunks %}
    async def insert_chunks(self, request: InsertChunksRequest) -> None:
        """Keep chunks with the vectors that they come with."""
        store = await self._find(request.vector_store_id)
        for chunk in request.chunks:
            check_dimension(store, chunk.embedding)
        kept = [answers.stored_chunk(chunk, chunk.embedding) for chunk in request.chunks]
        await asyncio.to_thread(self._store.put_chunks, store.id, kept, request.ttl_seconds)

    async def query_chunks(self, request: QueryChunksRequest) -> QueryChunksResponse:
        """Find the chunks that are closest to a text."""
        found = await self._closest(request.vector_store_id, answers.text_of(request.query), request.params or {})
        return answers.chunks(found)
{%- endblock %}
{% block create %}
    async def openai_create_vector_store(
        self, params: OpenAICreateVectorStoreRequestWithExtraBody
    ) -> VectorStoreObject:
        """Note what the vector store is like that was registered for this request, and take in files."""
        store = await self._find((params.model_extra or {}).get("provider_vector_store_id", ""))
        changes = (params.name, params.metadata, _plain(params.expires_after))
        await asyncio.to_thread(self._store.change_store, store.id, *changes)
        file_ids = params.file_ids or []
        for file_id in file_ids:
            await self._intake.put(store.id, file_id, None, _plain(params.chunking_strategy))
        await self._intake.take_in(store, file_ids)
        return await self.openai_retrieve_vector_store(store.id)
{%- endblock %}
{% block update %}
    async def openai_update_vector_store(
        self, vector_store_id: str, request: OpenAIUpdateVectorStoreRequest
    ) -> VectorStoreObject:
        """Change what is given."""
        store = await self._find(vector_store_id)
        changes = (request.name, request.metadata, _plain(request.expires_after))
        await asyncio.to_thread(self._store.change_store, store.id, *changes)
        return await self.openai_retrieve_vector_store(store.id)
{%- endblock %}
{% block search %}
    async def openai_search_vector_store(
        self, vector_store_id: str, request: OpenAISearchVectorStoreRequest
    ) -> VectorStoreSearchResponsePage:
        """Find the texts that are closest to a query; where it was to be rewritten, the stack has done that."""
        queries = [request.query] if isinstance(request.query, str) else request.query
        ranking = request.ranking_options
        params = {
            "mode": request.search_mode,
            "max_chunks": request.max_num_results or 10,
            "score_threshold": (ranking.score_threshold if ranking else None) or 0.0,
            "filters": request.filters,
        }
        return answers.search_results(queries, await self._closest(vector_store_id, " ".join(queries), params))
{%- endblock %}
{% block attach %}
    async def openai_attach_file_to_vector_store(
        self, vector_store_id: str, request: OpenAIAttachFileRequest
    ) -> VectorStoreFileObject:
        """Take in an uploaded file; the answer tells whether that went well."""
        store = await self._find(vector_store_id)
        strategy = _plain(request.chunking_strategy)
        await self._intake.put(store.id, request.file_id, request.attributes, strategy)
        await self._intake.take_in(store, [request.file_id])
        return await self.openai_retrieve_vector_store_file(store.id, request.file_id)
{%- endblock %}
{% block update_file %}
    async def openai_update_vector_store_file(
        self, vector_store_id: str, file_id: str, request: OpenAIUpdateVectorStoreFileRequest
    ) -> VectorStoreFileObject:
        """Change the attributes of a file."""
        await self._find_file(vector_store_id, file_id)
        await asyncio.to_thread(self._store.change_file, vector_store_id, file_id, request.attributes)
        return await self.openai_retrieve_vector_store_file(vector_store_id, file_id)
{%- endblock %}
