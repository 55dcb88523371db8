{#-
What is the same however the stack asks. Who extends this lists in `names` what else is imported,
and fills in the methods that take a request, or arguments.
-#}
{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set what = {"VectorStore": "vector_store", "VectorDB": "vector_db"}[line.vectors.store] -%}
{% macro no_store(name) %}{% if line.tells_not_found %}VectorStoreNotFoundError({{ name }}){% else %}ValueError(f"there is no vector store {{ "{" ~ name ~ "}" }}"){% endif %}{% endmacro -%}
"""The implementation of the vector_io API: the stack's requests, answered from the store."""

import asyncio
import uuid
from collections.abc import Sequence
from typing import Any

{{ stack(
    "apis.files: Files",
    "apis.inference: Inference",
    "apis.vector_io: QueryChunksResponse VectorIO VectorStoreDeleteResponse VectorStoreFileDeleteResponse",
    "apis.vector_io: VectorStoreFileObject VectorStoreFileStatus VectorStoreListFilesResponse",
    "apis.vector_io: VectorStoreListResponse VectorStoreObject VectorStoreSearchResponsePage",
    "providers.datatypes: HealthResponse HealthStatus",
    *names,
) }}
from pydantic import BaseModel{% if line.vectors.plain_chunking %}, TypeAdapter{% endif %}

from . import answers
from .config import {{ cookiecutter.__class }}Config
from .filters import accepting
from .intake import Intake{% if line.vectors.chunk == "EmbeddedChunk" %}, check_dimension{% endif %}
from .store import Store, StoredChunk, StoredFile, StoredStore

EVERYTHING = {"type": "and", "filters": []}
{%- if line.vectors.plain_chunking %}
STRATEGY = TypeAdapter[VectorStoreChunkingStrategy | None](VectorStoreChunkingStrategy | None)
{%- endif %}


class {{ cookiecutter.__impl }}(VectorIO, {{ line.vectors.store }}sProtocolPrivate):
    """Vector stores in a local database, and the texts of files in them.

    YOUR BACKEND: all that is kept goes through `Store`, whose methods run in threads. To keep
    vectors elsewhere, write another class with the same methods.
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config, inference: Inference, files: Files) -> None:
        self.config = config
        self._store = Store(config.db_path.expanduser())
        self._intake = Intake(self._store, inference, files)

    async def initialize(self) -> None:
        """Make the database, if it is not there."""
        await asyncio.to_thread(self._store.open)

    async def shutdown(self) -> None:
{%- if line.vectors.batches %}
        """Give up what is still being taken in; at the next start it has failed."""
        self._intake.give_up()
{%- else %}
        """Close nothing: no connection to the database outlives a request."""
{%- endif %}

    async def health(self) -> HealthResponse:
        """Say whether the store can be read."""
        try:
            await asyncio.to_thread(self._store.find_store, "")
        except Exception as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Registration: the stack calls this before it {{ "creates" if line.vectors.store == "VectorStore" else "uses" }} a vector store, and after it deletes one --

    async def register_{{ what }}(self, {{ what }}: {{ line.vectors.store }}) -> None:
        """Make a vector store for a model."""
        store = {{ what }}
{%- if line.vectors.registered == "named" %}
        values = (store.identifier, store.embedding_model, store.embedding_dimension, store.{{ what }}_name)
{%- else %}
        # The first release of this line knows no name but the identifier.
        name = getattr(store, "{{ what }}_name", None)
        values = (store.identifier, store.embedding_model, store.embedding_dimension, name)
{%- endif %}
        await asyncio.to_thread(self._store.put_store, *values)

    async def unregister_{{ what }}(self, {{ what }}_id: str) -> None:
        """Remove a vector store, if it is there."""
        await asyncio.to_thread(self._store.remove_store, {{ what }}_id)
{%- if line.vectors.ensure %}

    async def _ensure_openai_metadata_exists(self, vector_store: VectorStore) -> None:
        """Do nothing: all is noted at registration; without this method the stack warns that it is not."""
{%- endif %}

    # -- Chunks ---------------------------------------------------------------------------
{% block chunks %}{% endblock %}

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
{% block create %}{% endblock %}

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
{% block update %}{% endblock %}

    async def openai_delete_vector_store(self, vector_store_id: str) -> VectorStoreDeleteResponse:
        """Remove a vector store with all that is in it."""
        if not await asyncio.to_thread(self._store.remove_store, vector_store_id):
            raise {{ no_store("vector_store_id") }}
        return VectorStoreDeleteResponse(id=vector_store_id, deleted=True)
{% block search %}{% endblock %}

    # -- Files ----------------------------------------------------------------------------
{% block attach %}{% endblock %}

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
{%- if line.vectors.page %}

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
{%- else %}

    async def openai_retrieve_vector_store_file_contents(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileContentsResponse:
        """Give the text of a file back, in the pieces that it was cut into."""
        file = await self._find_file(vector_store_id, file_id)
        chunks = await asyncio.to_thread(self._store.chunks, vector_store_id, file_id)
        return VectorStoreFileContentsResponse(
            file_id=file_id,
            # A file that was not taken in has no chunks, and so nothing that knows its name.
            filename=chunks[0].metadata["filename"] if chunks else "",
            attributes=file.attributes,
            content=[answers.contents(answers.stacks_chunk(chunk)) for chunk in chunks],
        )
{%- endif %}
{% block update_file %}{% endblock %}

    async def openai_delete_vector_store_file(
        self, vector_store_id: str, file_id: str
    ) -> VectorStoreFileDeleteResponse:
        """Remove a file from a vector store; the upload stays."""
        await self._find_file(vector_store_id, file_id)
        await asyncio.to_thread(self._store.remove_file, vector_store_id, file_id)
        return VectorStoreFileDeleteResponse(id=file_id, deleted=True)
{%- if line.vectors.batches %}

    # -- Batches of files: these are taken in while their owner does something else --------------

    async def openai_create_vector_store_file_batch(
        self, vector_store_id: str, params: OpenAICreateVectorStoreFileBatchRequestWithExtraBody
    ) -> VectorStoreFileBatchObject:
        """Begin to take in files."""
        store = await self._find(vector_store_id)
        for file_id in params.file_ids:
            await self._intake.put(store.id, file_id, params.attributes, _plain(params.chunking_strategy))
{%- if line.vectors.entry %}
        for entry in params.files or []:
            await self._intake.put(store.id, entry.file_id, entry.attributes, _plain(entry.chunking_strategy))
        file_ids = params.file_ids + [entry.file_id for entry in params.files or []]
{%- else %}
        file_ids = params.file_ids
{%- endif %}
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
{%- endif %}

    # -- What is there --------------------------------------------------------------------

    async def _find(self, store_id: str) -> StoredStore:
        store = await asyncio.to_thread(self._store.find_store, store_id)
        if store is None:
            raise {{ no_store("store_id") }}
        return store

    async def _describe(self, store: StoredStore) -> VectorStoreObject:
        return answers.vector_store(store, await asyncio.to_thread(self._store.files, store.id))

    async def _find_file(self, store_id: str, file_id: str) -> StoredFile:
        await self._find(store_id)
        file = await asyncio.to_thread(self._store.find_file, store_id, file_id)
        if file is None:
{%- if line.tells_not_found %}
            raise ResourceNotFoundError(file_id, "Vector store file", "vector_stores.files.list")
{%- else %}
            raise ValueError(f"there is no file {file_id} in {store_id}")
{%- endif %}
        return file
{%- if line.vectors.batches %}

    async def _find_batch(self, store_id: str, batch_id: str) -> tuple[int, list[StoredFile]]:
        await self._find(store_id)
        created_at = await asyncio.to_thread(self._store.find_batch, store_id, batch_id)
        if created_at is None:
            raise ResourceNotFoundError(batch_id, "Vector store file batch", "vector_stores.file_batches.create")
        return created_at, await asyncio.to_thread(self._store.batch_files, store_id, batch_id)
{%- endif %}


{% include cookiecutter._pieces ~ 'vector_io/inline/bounds.jinja' %}


def _with_status(files: list[StoredFile], status: str | None) -> list[StoredFile]:
    return [file for file in files if status in (None, file.status)]


def _ends(data: Sequence[answers.Named]) -> tuple[str, str]:
    """Return the ids of the first and the last of a page."""
    return (data[0].id, data[-1].id) if data else ("", "")


def _plain(given: Any) -> Any:
    """Return what is given as JSON has it; the stack hands some of it over as types of its own."""
    return given.model_dump(exclude_none=True) if isinstance(given, BaseModel) else given
