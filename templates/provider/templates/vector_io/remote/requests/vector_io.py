{% extends cookiecutter._pieces ~ 'vector_io/remote/vector_io.py' %}
{% set names = [
    "apis.common.errors: VectorStoreNotFoundError",
    "apis.vector_io: InsertChunksRequest OpenAIAttachFileRequest OpenAICreateVectorStoreFileBatchRequestWithExtraBody",
    "apis.vector_io: OpenAICreateVectorStoreRequestWithExtraBody OpenAISearchVectorStoreRequest",
    "apis.vector_io: OpenAIUpdateVectorStoreFileRequest OpenAIUpdateVectorStoreRequest QueryChunksRequest",
    "apis.vector_io: VectorStoreFileBatchObject VectorStoreFileContentResponse VectorStoreFilesListInBatchResponse",
    "apis.vector_stores: VectorStore",
    "core.request_headers: NeedsRequestProviderData",
    "providers.datatypes: VectorStoresProtocolPrivate",
] %}
{% block chunks %}
    async def insert_chunks(self, request: InsertChunksRequest) -> None:
        """Refuse: the service makes chunks and vectors itself."""
        raise NotImplementedError("the service takes files, not chunks")

    async def query_chunks(self, request: QueryChunksRequest) -> QueryChunksResponse:
        """Refuse: the service does not give vectors away with what it finds."""
        raise NotImplementedError("the service is searched for files, not for chunks")
{%- endblock %}
{% block create %}
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
{%- endblock %}
{% block update %}
    async def openai_update_vector_store(
        self, vector_store_id: str, request: OpenAIUpdateVectorStoreRequest
    ) -> VectorStoreObject:
        """Change what is given."""
        path, body = await self._path(vector_store_id), _body(request)
        if "metadata" in body:
            body["metadata"] |= {to_stack.STACKS_ID: vector_store_id}
        store = await self._service.ask("POST", path, VectorStoreObject, json=body)
        return to_stack.vector_store(store, vector_store_id)
{%- endblock %}
{% block search %}
    async def openai_search_vector_store(
        self, vector_store_id: str, request: OpenAISearchVectorStoreRequest
    ) -> VectorStoreSearchResponsePage:
        """Find the texts that are closest to a query."""
        path, body = await self._path(vector_store_id, "search"), _body(request)
        if body.get("search_mode") == "vector":
            # OpenAI knows no other, and not the word.
            del body["search_mode"]
        return await self._service.ask("POST", path, VectorStoreSearchResponsePage, json=body)
{%- endblock %}
{% block attach %}
    async def openai_attach_file_to_vector_store(
        self, vector_store_id: str, request: OpenAIAttachFileRequest
    ) -> VectorStoreFileObject:
        """Take in a file that was uploaded to the service."""
        path = await self._path(vector_store_id, "files")
        file = await self._service.ask("POST", path, VectorStoreFileObject, json=_body(request))
        return to_stack.file(file, vector_store_id)
{%- endblock %}
{% block update_file %}
    async def openai_update_vector_store_file(
        self, vector_store_id: str, file_id: str, request: OpenAIUpdateVectorStoreFileRequest
    ) -> VectorStoreFileObject:
        """Change the attributes of a file."""
        path = await self._path(vector_store_id, "files", file_id)
        file = await self._service.ask("POST", path, VectorStoreFileObject, json=_body(request))
        return to_stack.file(file, vector_store_id)
{%- endblock %}
