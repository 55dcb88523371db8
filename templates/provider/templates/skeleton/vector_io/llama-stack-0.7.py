"""The `vector_io` API: all that the stack asks of a provider."""

from llama_stack_api import (
    HealthResponse,
    HealthStatus,
    InsertChunksRequest,
    OpenAIAttachFileRequest,
    OpenAICreateVectorStoreFileBatchRequestWithExtraBody,
    OpenAICreateVectorStoreRequestWithExtraBody,
    OpenAISearchVectorStoreRequest,
    OpenAIUpdateVectorStoreFileRequest,
    OpenAIUpdateVectorStoreRequest,
    QueryChunksRequest,
    QueryChunksResponse,
    VectorIO,
    VectorStore,
    VectorStoreDeleteResponse,
    VectorStoreFileBatchObject,
    VectorStoreFileContentResponse,
    VectorStoreFileDeleteResponse,
    VectorStoreFileObject,
    VectorStoreFilesListInBatchResponse,
    VectorStoreFileStatus,
    VectorStoreListFilesResponse,
    VectorStoreListResponse,
    VectorStoreObject,
    VectorStoreSearchResponsePage,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}VectorIo{{ cookiecutter.__suffix }}(VectorIO):
    """The `vector_io` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open what the backend needs; the stack waits for it."""

    async def shutdown(self) -> None:
        """Close what `initialize` opened."""

    async def health(self) -> HealthResponse:
        """Say whether the backend answers, once there is one to ask."""
        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)

    # The stack calls these, too: at start-up, and as resources come and go.

    async def register_vector_store(self, vector_store: VectorStore) -> None:
        """Take in a vector store that the run config lists or a client registers."""
        raise NotImplementedError("register_vector_store is not written yet")

    async def unregister_vector_store(self, vector_store_id: str) -> None:
        """Let go of a vector store that is unregistered."""
        raise NotImplementedError("unregister_vector_store is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def insert_chunks(self, request: InsertChunksRequest) -> None:
        """Answer `POST /v1/vector-io/insert`."""
        raise NotImplementedError("insert_chunks is not written yet")

    async def query_chunks(self, request: QueryChunksRequest) -> QueryChunksResponse:
        """Answer `POST /v1/vector-io/query`."""
        raise NotImplementedError("query_chunks is not written yet")

    async def openai_create_vector_store(
        self, params: OpenAICreateVectorStoreRequestWithExtraBody
    ) -> VectorStoreObject:
        """Answer `POST /v1/vector_stores`."""
        raise NotImplementedError("openai_create_vector_store is not written yet")

    async def openai_list_vector_stores(
        self, limit: int | None = 20, order: str | None = "desc", after: str | None = None, before: str | None = None
    ) -> VectorStoreListResponse:
        """Answer `GET /v1/vector_stores`."""
        raise NotImplementedError("openai_list_vector_stores is not written yet")

    async def openai_retrieve_vector_store(self, vector_store_id: str) -> VectorStoreObject:
        """Answer `GET /v1/vector_stores/{vector_store_id}`."""
        raise NotImplementedError("openai_retrieve_vector_store is not written yet")

    async def openai_update_vector_store(
        self, vector_store_id: str, request: OpenAIUpdateVectorStoreRequest
    ) -> VectorStoreObject:
        """Answer `POST /v1/vector_stores/{vector_store_id}`."""
        raise NotImplementedError("openai_update_vector_store is not written yet")

    async def openai_delete_vector_store(self, vector_store_id: str) -> VectorStoreDeleteResponse:
        """Answer `DELETE /v1/vector_stores/{vector_store_id}`."""
        raise NotImplementedError("openai_delete_vector_store is not written yet")

    async def openai_search_vector_store(
        self, vector_store_id: str, request: OpenAISearchVectorStoreRequest
    ) -> VectorStoreSearchResponsePage:
        """Answer `POST /v1/vector_stores/{vector_store_id}/search`."""
        raise NotImplementedError("openai_search_vector_store is not written yet")

    async def openai_attach_file_to_vector_store(
        self, vector_store_id: str, request: OpenAIAttachFileRequest
    ) -> VectorStoreFileObject:
        """Answer `POST /v1/vector_stores/{vector_store_id}/files`."""
        raise NotImplementedError("openai_attach_file_to_vector_store is not written yet")

    async def openai_list_files_in_vector_store(
        self,
        vector_store_id: str,
        limit: int | None = 20,
        order: str | None = "desc",
        after: str | None = None,
        before: str | None = None,
        filter: VectorStoreFileStatus | None = None,
    ) -> VectorStoreListFilesResponse:
        """Answer `GET /v1/vector_stores/{vector_store_id}/files`."""
        raise NotImplementedError("openai_list_files_in_vector_store is not written yet")

    async def openai_retrieve_vector_store_file(self, vector_store_id: str, file_id: str) -> VectorStoreFileObject:
        """Answer `GET /v1/vector_stores/{vector_store_id}/files/{file_id}`."""
        raise NotImplementedError("openai_retrieve_vector_store_file is not written yet")

    async def openai_retrieve_vector_store_file_contents(
        self,
        vector_store_id: str,
        file_id: str,
        include_embeddings: bool | None = False,
        include_metadata: bool | None = False,
    ) -> VectorStoreFileContentResponse:
        """Answer `GET /v1/vector_stores/{vector_store_id}/files/{file_id}/content`."""
        raise NotImplementedError("openai_retrieve_vector_store_file_contents is not written yet")

    async def openai_update_vector_store_file(
        self, vector_store_id: str, file_id: str, request: OpenAIUpdateVectorStoreFileRequest
    ) -> VectorStoreFileObject:
        """Answer `POST /v1/vector_stores/{vector_store_id}/files/{file_id}`."""
        raise NotImplementedError("openai_update_vector_store_file is not written yet")

    async def openai_delete_vector_store_file(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileDeleteResponse:
        """Answer `DELETE /v1/vector_stores/{vector_store_id}/files/{file_id}`."""
        raise NotImplementedError("openai_delete_vector_store_file is not written yet")

    async def openai_create_vector_store_file_batch(
        self, vector_store_id: str, params: OpenAICreateVectorStoreFileBatchRequestWithExtraBody
    ) -> VectorStoreFileBatchObject:
        """Answer `POST /v1/vector_stores/{vector_store_id}/file_batches`."""
        raise NotImplementedError("openai_create_vector_store_file_batch is not written yet")

    async def openai_retrieve_vector_store_file_batch(
        self, batch_id: str, vector_store_id: str
    ) -> VectorStoreFileBatchObject:
        """Answer `GET /v1/vector_stores/{vector_store_id}/file_batches/{batch_id}`."""
        raise NotImplementedError("openai_retrieve_vector_store_file_batch is not written yet")

    async def openai_list_files_in_vector_store_file_batch(
        self,
        batch_id: str,
        vector_store_id: str,
        after: str | None = None,
        before: str | None = None,
        filter: str | None = None,
        limit: int | None = 20,
        order: str | None = "desc",
    ) -> VectorStoreFilesListInBatchResponse:
        """Answer `GET /v1/vector_stores/{vector_store_id}/file_batches/{batch_id}/files`."""
        raise NotImplementedError("openai_list_files_in_vector_store_file_batch is not written yet")

    async def openai_cancel_vector_store_file_batch(
        self, batch_id: str, vector_store_id: str
    ) -> VectorStoreFileBatchObject:
        """Answer `POST /v1/vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel`."""
        raise NotImplementedError("openai_cancel_vector_store_file_batch is not written yet")
