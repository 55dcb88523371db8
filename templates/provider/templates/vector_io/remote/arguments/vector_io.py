{% extends cookiecutter._pieces ~ 'vector_io/remote/vector_io.py' %}
{% set chunk, id = line.vectors.chunk, line.vectors.chunks_of %}
{% set names = [
    "apis.common.content_types: InterleavedContent",
    "apis.vector_io: SearchRankingOptions VectorStoreChunkingStrategy",
    "apis.vector_io: " ~ chunk ~ (" VectorStoreFileContentResponse" if line.vectors.page else " VectorStoreFileContentsResponse"),
    "apis.vector_stores: VectorStore" if line.vectors.store == "VectorStore" else "apis.vector_dbs: VectorDB",
    "providers.datatypes: " ~ line.vectors.store ~ "sProtocolPrivate",
] + (["apis.common.errors: VectorStoreNotFoundError"] if line.tells_not_found else [])
  + (["core.request_headers: NeedsRequestProviderData"] if not line.core_moved else []) + ([
    "apis.vector_io: OpenAICreateVectorStoreFileBatchRequestWithExtraBody VectorStoreFileBatchObject",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody VectorStoreFilesListInBatchResponse",
] if line.vectors.batches else []) %}
{% block chunks %}
{%- if chunk == "EmbeddedChunk" %}
    async def insert_chunks(
        self, {{ id }}: str, chunks: list[{{ chunk }}], ttl_seconds: int | None = None
    ) -> None:
{%- else %}
    async def insert_chunks(self, {{ id }}: str, chunks: list[{{ chunk }}], ttl_seconds: int | None = None) -> None:
{%- endif %}
        """Refuse: the service makes chunks and vectors itself."""
        raise NotImplementedError("the service takes files, not chunks")

    async def query_chunks(
        self, {{ id }}: str, query: InterleavedContent, params: dict[str, Any] | None = None
    ) -> QueryChunksResponse:
        """Refuse: the service does not give vectors away with what it finds."""
        raise NotImplementedError("the service is searched for files, not for chunks")
{%- endblock %}
{% block create %}
{%- if line.vectors.store == "VectorStore" %}
    async def openai_create_vector_store(
        self, params: OpenAICreateVectorStoreRequestWithExtraBody
    ) -> VectorStoreObject:
        """Create a vector store, under the id that the stack has registered for it."""
        stacks_own = params.model_extra or {}
        identifier = stacks_own["provider_vector_store_id"]
        body = params.model_dump(mode="json", exclude_none=True, exclude=set(stacks_own))
        body["metadata"] = {**(params.metadata or {}), to_stack.STACKS_ID: identifier}
        store = await self._service.ask("POST", "vector_stores", VectorStoreObject, json=body)
        self._names[identifier] = store.id
        return to_stack.vector_store(store, identifier)
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
        """Create a vector store, under the id that the stack gives it; the service embeds by a model of its own.

        From 0.2.21 on, the stack asks for a store while it registers it, and again with all that is
        wanted of it: what is there already is changed.
        """
        identifier = provider_vector_db_id or f"vs_{uuid.uuid4()}"
        marked = {**(metadata or {}), to_stack.STACKS_ID: identifier}
        body = _given({"name": name, "expires_after": expires_after, "metadata": marked})
        if identifier not in self._names:
            await self._learn_names()
        theirs = self._names.get(identifier)
        path = _joined("vector_stores", theirs) if theirs else "vector_stores"
        store = await self._service.ask("POST", path, VectorStoreObject, json=body)
        self._names[identifier] = store.id
        for file_id in file_ids or []:
            asked = _given({"file_id": file_id, "chunking_strategy": chunking_strategy})
            files = await self._path(identifier, "files")
            await self._service.ask("POST", files, VectorStoreFileObject, json=asked)
        return await self.openai_retrieve_vector_store(identifier)
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
        path = await self._path(vector_store_id)
        body = _given({"name": name, "expires_after": expires_after, "metadata": metadata})
        if "metadata" in body:
            body["metadata"] |= {to_stack.STACKS_ID: vector_store_id}
        store = await self._service.ask("POST", path, VectorStoreObject, json=body)
        return to_stack.vector_store(store, vector_store_id)
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
        """Find the texts that are closest to a query."""
        path = await self._path(vector_store_id, "search")
        body = _given(
            {
                "query": query,
                "filters": filters,
                "max_num_results": max_num_results,
                "ranking_options": _body(ranking_options) if ranking_options else None,
                "rewrite_query": rewrite_query,
                "search_mode": search_mode,
            }
        )
        if body.get("search_mode") == "vector":
            # OpenAI knows no other, and not the word.
            del body["search_mode"]
{%- if line.vectors.page %}
        return await self._service.ask("POST", path, VectorStoreSearchResponsePage, json=body)
{%- else %}
        return to_stack.found(await self._service.ask("POST", path, to_stack.Found, json=body))
{%- endif %}
{%- endblock %}
{% block attach %}
    async def openai_attach_file_to_vector_store(
        self,
        vector_store_id: str,
        file_id: str,
        attributes: dict[str, Any] | None = None,
        chunking_strategy: VectorStoreChunkingStrategy | None = None,
    ) -> VectorStoreFileObject:
        """Take in a file that was uploaded to the service."""
        path = await self._path(vector_store_id, "files")
        strategy = _body(chunking_strategy) if chunking_strategy else None
        body = _given({"file_id": file_id, "attributes": attributes, "chunking_strategy": strategy})
        file = await self._service.ask("POST", path, VectorStoreFileObject, json=body)
        return to_stack.file(file, vector_store_id)
{%- endblock %}
{% block update_file %}
    async def openai_update_vector_store_file(
        self, vector_store_id: str, file_id: str, attributes: dict[str, Any]
    ) -> VectorStoreFileObject:
        """Change the attributes of a file."""
        path = await self._path(vector_store_id, "files", file_id)
        file = await self._service.ask("POST", path, VectorStoreFileObject, json={"attributes": attributes})
        return to_stack.file(file, vector_store_id)
{%- endblock %}
