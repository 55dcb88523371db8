{% extends cookiecutter._pieces ~ 'vector_io/inline/vector_io.py' %}
{% set chunk, id = line.vectors.chunk, line.vectors.chunks_of %}
{% set names = [
    "apis.common.content_types: InterleavedContent",
    "apis.vector_io: SearchRankingOptions VectorStoreChunkingStrategy",
    "apis.vector_io: " ~ chunk ~ (" VectorStoreFileContentResponse" if line.vectors.page else " VectorStoreFileContentsResponse"),
    "apis.vector_stores: VectorStore" if line.vectors.store == "VectorStore" else "apis.vector_dbs: VectorDB",
    "providers.datatypes: " ~ line.vectors.store ~ "sProtocolPrivate",
] + (["apis.common.errors: ResourceNotFoundError VectorStoreNotFoundError"] if line.tells_not_found else []) + ([
    "apis.vector_io: OpenAICreateVectorStoreFileBatchRequestWithExtraBody VectorStoreFileBatchObject",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody VectorStoreFilesListInBatchResponse",
] if line.vectors.batches else []) %}
{% block chunks %}
{%- if chunk == "EmbeddedChunk" %}
    async def insert_chunks(
        self, {{ id }}: str, chunks: list[{{ chunk }}], ttl_seconds: int | None = None
    ) -> None:
        """Keep chunks with the vectors that they come with."""
        store = await self._find({{ id }})
        for chunk in chunks:
            check_dimension(store, chunk.embedding)
        kept = [answers.stored_chunk(chunk, chunk.embedding) for chunk in chunks]
{%- else %}
    async def insert_chunks(self, {{ id }}: str, chunks: list[{{ chunk }}], ttl_seconds: int | None = None) -> None:
        """Keep chunks; those that come without vectors are embedded."""
        store = await self._find({{ id }})
        vectors = await self._intake.vectors(store, chunks)
        kept = [answers.stored_chunk(chunk, vector) for chunk, vector in zip(chunks, vectors, strict=True)]
{%- endif %}
        await asyncio.to_thread(self._store.put_chunks, store.id, kept, ttl_seconds)

    async def query_chunks(
        self, {{ id }}: str, query: InterleavedContent, params: dict[str, Any] | None = None
    ) -> QueryChunksResponse:
        """Find the chunks that are closest to a text."""
        return answers.chunks(await self._closest({{ id }}, answers.text_of(query), params or {}))
{%- endblock %}
{% block create %}
{%- if line.vectors.batches %}
    async def openai_create_vector_store(
        self, params: OpenAICreateVectorStoreRequestWithExtraBody
    ) -> VectorStoreObject:
        """Note what the vector store is like that was registered for this request, and take in files."""
{%- if line.vectors.plain_chunking %}
        chunking = _plain(STRATEGY.validate_python(params.chunking_strategy))
{%- else %}
        chunking = _plain(params.chunking_strategy)
{%- endif %}
        store = await self._find((params.model_extra or {}).get("provider_vector_store_id", ""))
        changes = (params.name, params.metadata, params.expires_after)
        await asyncio.to_thread(self._store.change_store, store.id, *changes)
        file_ids = params.file_ids or []
        for file_id in file_ids:
            await self._intake.put(store.id, file_id, None, chunking)
        await self._intake.take_in(store, file_ids)
        return await self.openai_retrieve_vector_store(store.id)
{%- else %}
    async def openai_create_vector_store(
        self,
        name: str | None = None,
        file_ids: list[str] | None = None,
        expires_after: dict[str, Any] | None = None,
        chunking_strategy: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        embedding_model: str | None = None,
        embedding_dimension: int | None = 384,
        provider_id: str | None = None,
        provider_vector_db_id: str | None = None,
    ) -> VectorStoreObject:
        """Make a vector store, unless it is there, note what it is like, and take in files.

        The stack says by `provider_vector_db_id` what it calls the store. Releases differ in whether
        they register a store before they ask for it, after that, or both.
        """
        if embedding_model is None or embedding_dimension is None:
            raise ValueError("a vector store needs an embedding model, and the length of its vectors")
        chunking = _plain(STRATEGY.validate_python(chunking_strategy))
        store_id = provider_vector_db_id or f"vs_{uuid.uuid4()}"
        await asyncio.to_thread(self._store.put_store, store_id, embedding_model, embedding_dimension, name)
        await asyncio.to_thread(self._store.change_store, store_id, name, metadata, expires_after)
        for file_id in file_ids or []:
            await self._intake.put(store_id, file_id, None, chunking)
        await self._intake.take_in(await self._find(store_id), file_ids or [])
        return await self.openai_retrieve_vector_store(store_id)
{%- endif %}
{%- endblock %}
{% block update %}
    async def openai_update_vector_store(
        self,
        vector_store_id: str,
        name: str | None = None,
        expires_after: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> VectorStoreObject:
        """Change what is given."""
        store = await self._find(vector_store_id)
        await asyncio.to_thread(self._store.change_store, store.id, name, metadata, expires_after)
        return await self.openai_retrieve_vector_store(store.id)
{%- endblock %}
{% block search %}
    async def openai_search_vector_store(
        self,
        vector_store_id: str,
        query: str | list[str],
        filters: dict[str, Any] | None = None,
        max_num_results: int | None = 10,
        ranking_options: SearchRankingOptions | None = None,
        rewrite_query: bool | None = False,
        search_mode: str | None = "vector",
    ) -> VectorStoreSearchResponsePage:
        """Find the texts that are closest to a query{% if line.vectors.page %}; where it was to be rewritten, the stack has done that{% else %}, as it is: it is not rewritten{% endif %}."""
        queries = [query] if isinstance(query, str) else query
        params = {
            "mode": search_mode,
            "max_chunks": max_num_results or 10,
            "score_threshold": (ranking_options.score_threshold if ranking_options else None) or 0.0,
            "filters": filters,
        }
        return answers.search_results(queries, await self._closest(vector_store_id, " ".join(queries), params))
{%- endblock %}
{% block attach %}
    async def openai_attach_file_to_vector_store(
        self,
        vector_store_id: str,
        file_id: str,
        attributes: dict[str, Any] | None = None,
        chunking_strategy: VectorStoreChunkingStrategy | None = None,
    ) -> VectorStoreFileObject:
        """Take in an uploaded file; the answer tells whether that went well."""
        store = await self._find(vector_store_id)
        await self._intake.put(store.id, file_id, attributes, _plain(chunking_strategy))
        await self._intake.take_in(store, [file_id])
        return await self.openai_retrieve_vector_store_file(store.id, file_id)
{%- endblock %}
{% block update_file %}
    async def openai_update_vector_store_file(
        self, vector_store_id: str, file_id: str, attributes: dict[str, Any]
    ) -> VectorStoreFileObject:
        """Change the attributes of a file."""
        await self._find_file(vector_store_id, file_id)
        await asyncio.to_thread(self._store.change_file, vector_store_id, file_id, attributes)
        return await self.openai_retrieve_vector_store_file(vector_store_id, file_id)
{%- endblock %}
