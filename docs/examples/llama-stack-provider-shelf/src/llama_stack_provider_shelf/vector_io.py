"""The implementation of the vector_io API: the stack's requests, answered from the store."""

import asyncio
import uuid
from collections.abc import Sequence
from typing import Any

from llama_stack_api import (
    Files,
    HealthResponse,
    HealthStatus,
    Inference,
    InsertChunksRequest,
    OpenAIAttachFileRequest,
    OpenAICreateVectorStoreFileBatchRequestWithExtraBody,
    OpenAICreateVectorStoreRequestWithExtraBody,
    OpenAISearchVectorStoreRequest,
    OpenAIUpdateVectorStoreFileRequest,
    OpenAIUpdateVectorStoreRequest,
    QueryChunksRequest,
    QueryChunksResponse,
    ResourceNotFoundError,
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
    VectorStoreNotFoundError,
    VectorStoreObject,
    VectorStoreSearchResponsePage,
    VectorStoresProtocolPrivate,
)
from pydantic import BaseModel

from . import answers
from .config import ShelfConfig
from .filters import accepting
from .intake import Intake, check_dimension
from .store import Store, StoredChunk, StoredFile, StoredStore

EVERYTHING = {"type": "and", "filters": []}


class ShelfVectorIoImpl(VectorIO, VectorStoresProtocolPrivate):
    """Vector stores in a local database, and the texts of files in them.

    YOUR BACKEND: all that is kept goes through `Store`, whose methods run in threads. To keep
    vectors elsewhere, write another class with the same methods.
    """

    def __init__(self, config: ShelfConfig, inference: Inference, files: Files) -> None:
        self.config = config
        self._store = Store(config.db_path.expanduser())
        self._intake = Intake(self._store, inference, files)

    async def initialize(self) -> None:
        """Make the database, if it is not there."""
        await asyncio.to_thread(self._store.open)

    async def shutdown(self) -> None:
        """Give up what is still being taken in; at the next start it has failed."""
        self._intake.give_up()

    async def health(self) -> HealthResponse:
        """Say whether the store can be read."""
        try:
            await asyncio.to_thread(self._store.find_store, "")
        except Exception as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Registration: the stack calls this before it creates a vector store, and after it deletes one --

    async def register_vector_store(self, vector_store: VectorStore) -> None:
        """Make a vector store for a model."""
        store = vector_store
        values = (store.identifier, store.embedding_model, store.embedding_dimension, store.vector_store_name)
        await asyncio.to_thread(self._store.put_store, *values)

    async def unregister_vector_store(self, vector_store_id: str) -> None:
        """Remove a vector store, if it is there."""
        await asyncio.to_thread(self._store.remove_store, vector_store_id)

    async def _ensure_openai_metadata_exists(self, vector_store: VectorStore) -> None:
        """Do nothing: all is noted at registration; without this method the stack warns that it is not."""

    # -- Chunks ---------------------------------------------------------------------------

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

    async def _closest(self, store_id: str, text: str, params: dict[str, Any]) -> list[tuple[StoredChunk, float]]:
        """Find the chunks that are closest to a text, with their scores.

        Args:
            store_id: The vector store.
            text: What is looked for.
            params: As `query_chunks` takes them: `mode`, `filters`, `max_chunks` and `score_threshold`.
        """
        if params.get("mode") not in (None, "vector"):
            raise NotImplementedError(f"there is no search by '{params['mode']}', only by 'vector'")
        limit, least = _bounds(params)
        accepts = accepting(_plain(params.get("filters")) or EVERYTHING)
        store = await self._find(store_id)
        [vector] = await self._intake.embed(store, [text])
        return await asyncio.to_thread(self._store.search, store.id, vector, limit, least, accepts)

    # -- Vector stores --------------------------------------------------------------------

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

    async def openai_list_vector_stores(
        self,
        limit: int | None = 20,
        order: str | None = "desc",
        after: str | None = None,
        before: str | None = None,
    ) -> VectorStoreListResponse:
        """List vector stores, page by page."""
        stores = await asyncio.to_thread(self._store.stores)
        listed, has_more = answers.page(stores, limit, order, after, before)
        data = [await self._describe(store) for store in listed]
        first_id, last_id = _ends(data)
        return VectorStoreListResponse(data=data, has_more=has_more, first_id=first_id, last_id=last_id)

    async def openai_retrieve_vector_store(self, vector_store_id: str) -> VectorStoreObject:
        """Tell what is known of a vector store."""
        return await self._describe(await self._find(vector_store_id))

    async def openai_update_vector_store(
        self, vector_store_id: str, request: OpenAIUpdateVectorStoreRequest
    ) -> VectorStoreObject:
        """Change what is given."""
        store = await self._find(vector_store_id)
        changes = (request.name, request.metadata, _plain(request.expires_after))
        await asyncio.to_thread(self._store.change_store, store.id, *changes)
        return await self.openai_retrieve_vector_store(store.id)

    async def openai_delete_vector_store(self, vector_store_id: str) -> VectorStoreDeleteResponse:
        """Remove a vector store with all that is in it."""
        if not await asyncio.to_thread(self._store.remove_store, vector_store_id):
            raise VectorStoreNotFoundError(vector_store_id)
        return VectorStoreDeleteResponse(id=vector_store_id, deleted=True)

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

    # -- Files ----------------------------------------------------------------------------

    async def openai_attach_file_to_vector_store(
        self, vector_store_id: str, request: OpenAIAttachFileRequest
    ) -> VectorStoreFileObject:
        """Take in an uploaded file; the answer tells whether that went well."""
        store = await self._find(vector_store_id)
        strategy = _plain(request.chunking_strategy)
        await self._intake.put(store.id, request.file_id, request.attributes, strategy)
        await self._intake.take_in(store, [request.file_id])
        return await self.openai_retrieve_vector_store_file(store.id, request.file_id)

    async def openai_list_files_in_vector_store(
        self,
        vector_store_id: str,
        limit: int | None = 20,
        order: str | None = "desc",
        after: str | None = None,
        before: str | None = None,
        filter: VectorStoreFileStatus | None = None,
    ) -> VectorStoreListFilesResponse:
        """List the files of a vector store, page by page; `filter` is a status."""
        store = await self._find(vector_store_id)
        files = await asyncio.to_thread(self._store.files, store.id)
        listed, has_more = answers.page(_with_status(files, filter), limit, order, after, before)
        data = [answers.file_object(store.id, file) for file in listed]
        first_id, last_id = _ends(data)
        return VectorStoreListFilesResponse(data=data, has_more=has_more, first_id=first_id, last_id=last_id)

    async def openai_retrieve_vector_store_file(self, vector_store_id: str, file_id: str) -> VectorStoreFileObject:
        """Tell what is known of a file."""
        return answers.file_object(vector_store_id, await self._find_file(vector_store_id, file_id))

    async def openai_retrieve_vector_store_file_contents(
        self,
        vector_store_id: str,
        file_id: str,
        include_embeddings: bool | None = False,
        include_metadata: bool | None = False,
    ) -> VectorStoreFileContentResponse:
        """Give the text of a file back, in the pieces that it was cut into."""
        await self._find_file(vector_store_id, file_id)
        chunks = await asyncio.to_thread(self._store.chunks, vector_store_id, file_id)
        return VectorStoreFileContentResponse(
            data=[
                answers.contents(
                    answers.stacks_chunk(chunk),
                    with_embedding=bool(include_embeddings),
                    with_metadata=bool(include_metadata),
                )
                for chunk in chunks
            ],
            has_more=False,
        )

    async def openai_update_vector_store_file(
        self, vector_store_id: str, file_id: str, request: OpenAIUpdateVectorStoreFileRequest
    ) -> VectorStoreFileObject:
        """Change the attributes of a file."""
        await self._find_file(vector_store_id, file_id)
        await asyncio.to_thread(self._store.change_file, vector_store_id, file_id, request.attributes)
        return await self.openai_retrieve_vector_store_file(vector_store_id, file_id)

    async def openai_delete_vector_store_file(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileDeleteResponse:
        """Remove a file from a vector store; the upload stays."""
        await self._find_file(vector_store_id, file_id)
        await asyncio.to_thread(self._store.remove_file, vector_store_id, file_id)
        return VectorStoreFileDeleteResponse(id=file_id, deleted=True)

    # -- Batches of files: these are taken in while their owner does something else --------------

    async def openai_create_vector_store_file_batch(
        self, vector_store_id: str, params: OpenAICreateVectorStoreFileBatchRequestWithExtraBody
    ) -> VectorStoreFileBatchObject:
        """Begin to take in files."""
        store = await self._find(vector_store_id)
        for file_id in params.file_ids:
            await self._intake.put(store.id, file_id, params.attributes, _plain(params.chunking_strategy))
        file_ids = params.file_ids
        batch_id = f"vsfb_{uuid.uuid4().hex}"
        await asyncio.to_thread(self._store.put_batch, store.id, batch_id, file_ids)
        self._intake.begin(store, file_ids)
        return await self.openai_retrieve_vector_store_file_batch(batch_id, store.id)

    async def openai_retrieve_vector_store_file_batch(
        self, batch_id: str, vector_store_id: str
    ) -> VectorStoreFileBatchObject:
        """Tell how far a batch is."""
        created_at, files = await self._find_batch(vector_store_id, batch_id)
        return answers.batch_object(vector_store_id, batch_id, created_at, files)

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
        """List the files of a batch, page by page; `filter` is a status."""
        _, files = await self._find_batch(vector_store_id, batch_id)
        listed, has_more = answers.page(_with_status(files, filter), limit, order, after, before)
        data = [answers.file_object(vector_store_id, file) for file in listed]
        first_id, last_id = _ends(data)
        return VectorStoreFilesListInBatchResponse(data=data, has_more=has_more, first_id=first_id, last_id=last_id)

    async def openai_cancel_vector_store_file_batch(
        self, batch_id: str, vector_store_id: str
    ) -> VectorStoreFileBatchObject:
        """Give up the files of a batch that are not taken in yet; those that are stay."""
        await self._find_batch(vector_store_id, batch_id)
        await asyncio.to_thread(self._store.cancel_batch, vector_store_id, batch_id)
        return await self.openai_retrieve_vector_store_file_batch(batch_id, vector_store_id)

    # -- What is there --------------------------------------------------------------------

    async def _find(self, store_id: str) -> StoredStore:
        store = await asyncio.to_thread(self._store.find_store, store_id)
        if store is None:
            raise VectorStoreNotFoundError(store_id)
        return store

    async def _describe(self, store: StoredStore) -> VectorStoreObject:
        return answers.vector_store(store, await asyncio.to_thread(self._store.files, store.id))

    async def _find_file(self, store_id: str, file_id: str) -> StoredFile:
        await self._find(store_id)
        file = await asyncio.to_thread(self._store.find_file, store_id, file_id)
        if file is None:
            raise ResourceNotFoundError(file_id, "Vector store file", "vector_stores.files.list")
        return file

    async def _find_batch(self, store_id: str, batch_id: str) -> tuple[int, list[StoredFile]]:
        await self._find(store_id)
        created_at = await asyncio.to_thread(self._store.find_batch, store_id, batch_id)
        if created_at is None:
            raise ResourceNotFoundError(batch_id, "Vector store file batch", "vector_stores.file_batches.create")
        return created_at, await asyncio.to_thread(self._store.batch_files, store_id, batch_id)


def _bounds(params: dict[str, Any]) -> tuple[int, float]:
    """Return how many chunks may be found, and the least score; null is as good as nothing.

    Raises:
        ValueError: They are no such numbers.
    """
    limit, least = params.get("max_chunks"), params.get("score_threshold")
    if limit is None:
        limit = 3
    if least is None:
        least = 0.0
    if not isinstance(limit, int) or limit < 1:
        raise ValueError(f"max_chunks must be a whole number from 1 on, not {limit!r}")
    if not isinstance(least, int | float):
        raise ValueError(f"score_threshold must be a number, not {least!r}")
    return limit, least


def _with_status(files: list[StoredFile], status: str | None) -> list[StoredFile]:
    return [file for file in files if status in (None, file.status)]


def _ends(data: Sequence[answers.Named]) -> tuple[str, str]:
    """Return the ids of the first and the last of a page."""
    return (data[0].id, data[-1].id) if data else ("", "")


def _plain(given: Any) -> Any:
    """Return what is given as JSON has it; the stack hands some of it over as types of its own."""
    return given.model_dump(exclude_none=True) if isinstance(given, BaseModel) else given
