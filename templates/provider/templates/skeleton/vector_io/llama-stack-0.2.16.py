"""The `vector_io` API: all that the stack asks of a provider."""

from typing import Any

from llama_stack.apis.common.content_types import InterleavedContent
from llama_stack.apis.vector_dbs import VectorDB
from llama_stack.apis.vector_io import (
    Chunk,
    QueryChunksResponse,
    SearchRankingOptions,
    VectorIO,
    VectorStoreChunkingStrategy,
    VectorStoreDeleteResponse,
    VectorStoreFileContentsResponse,
    VectorStoreFileDeleteResponse,
    VectorStoreFileObject,
    VectorStoreFileStatus,
    VectorStoreListFilesResponse,
    VectorStoreListResponse,
    VectorStoreObject,
    VectorStoreSearchResponsePage,
)
from llama_stack.providers.datatypes import HealthResponse, HealthStatus

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

    async def register_vector_db(self, vector_db: VectorDB) -> None:
        """Take in a vector database that the run config lists or a client registers."""
        raise NotImplementedError("register_vector_db is not written yet")

    async def unregister_vector_db(self, vector_db_id: str) -> None:
        """Let go of a vector database that is unregistered."""
        raise NotImplementedError("unregister_vector_db is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def insert_chunks(self, vector_db_id: str, chunks: list[Chunk], ttl_seconds: int | None = None) -> None:
        """Answer `POST /v1/vector-io/insert`."""
        raise NotImplementedError("insert_chunks is not written yet")

    async def query_chunks(
        self, vector_db_id: str, query: InterleavedContent, params: dict[str, Any] | None = None
    ) -> QueryChunksResponse:
        """Answer `POST /v1/vector-io/query`."""
        raise NotImplementedError("query_chunks is not written yet")

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
        """Answer `POST /v1/openai/v1/vector_stores`."""
        raise NotImplementedError("openai_create_vector_store is not written yet")

    async def openai_list_vector_stores(
        self, limit: int | None = 20, order: str | None = "desc", after: str | None = None, before: str | None = None
    ) -> VectorStoreListResponse:
        """Answer `GET /v1/openai/v1/vector_stores`."""
        raise NotImplementedError("openai_list_vector_stores is not written yet")

    async def openai_retrieve_vector_store(self, vector_store_id: str) -> VectorStoreObject:
        """Answer `GET /v1/openai/v1/vector_stores/{vector_store_id}`."""
        raise NotImplementedError("openai_retrieve_vector_store is not written yet")

    async def openai_update_vector_store(
        self,
        vector_store_id: str,
        name: str | None = None,
        expires_after: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> VectorStoreObject:
        """Answer `POST /v1/openai/v1/vector_stores/{vector_store_id}`."""
        raise NotImplementedError("openai_update_vector_store is not written yet")

    async def openai_delete_vector_store(self, vector_store_id: str) -> VectorStoreDeleteResponse:
        """Answer `DELETE /v1/openai/v1/vector_stores/{vector_store_id}`."""
        raise NotImplementedError("openai_delete_vector_store is not written yet")

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
        """Answer `POST /v1/openai/v1/vector_stores/{vector_store_id}/search`."""
        raise NotImplementedError("openai_search_vector_store is not written yet")

    async def openai_attach_file_to_vector_store(
        self,
        vector_store_id: str,
        file_id: str,
        attributes: dict[str, Any] | None = None,
        chunking_strategy: VectorStoreChunkingStrategy | None = None,
    ) -> VectorStoreFileObject:
        """Answer `POST /v1/openai/v1/vector_stores/{vector_store_id}/files`."""
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
        """Answer `GET /v1/openai/v1/vector_stores/{vector_store_id}/files`."""
        raise NotImplementedError("openai_list_files_in_vector_store is not written yet")

    async def openai_retrieve_vector_store_file(self, vector_store_id: str, file_id: str) -> VectorStoreFileObject:
        """Answer `GET /v1/openai/v1/vector_stores/{vector_store_id}/files/{file_id}`."""
        raise NotImplementedError("openai_retrieve_vector_store_file is not written yet")

    async def openai_retrieve_vector_store_file_contents(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileContentsResponse:
        """Answer `GET /v1/openai/v1/vector_stores/{vector_store_id}/files/{file_id}/content`."""
        raise NotImplementedError("openai_retrieve_vector_store_file_contents is not written yet")

    async def openai_update_vector_store_file(
        self, vector_store_id: str, file_id: str, attributes: dict[str, Any]
    ) -> VectorStoreFileObject:
        """Answer `POST /v1/openai/v1/vector_stores/{vector_store_id}/files/{file_id}`."""
        raise NotImplementedError("openai_update_vector_store_file is not written yet")

    async def openai_delete_vector_store_file(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileDeleteResponse:
        """Answer `DELETE /v1/openai/v1/vector_stores/{vector_store_id}/files/{file_id}`."""
        raise NotImplementedError("openai_delete_vector_store_file is not written yet")
