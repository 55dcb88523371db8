{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The implementation of the vector_io API: the stack's requests, answered from the store."""

import asyncio
from itertools import batched
from typing import Any

{{ stack(
    "apis.common.content_types: InterleavedContent",
    "apis.inference: Inference",
    "apis.vector_dbs: VectorDB",
    "apis.vector_io: Chunk QueryChunksResponse VectorIO",
    "providers.datatypes: HealthResponse HealthStatus VectorDBsProtocolPrivate",
) }}

from . import answers
from .config import {{ cookiecutter.__class }}Config
from .store import Store, StoredStore

TEXTS_AT_A_TIME = 64
"""How many are embedded by one request."""


class {{ cookiecutter.__impl }}(VectorIO, VectorDBsProtocolPrivate):
    """Chunks of text with their vectors, in a local database.

    YOUR BACKEND: all that is kept goes through `Store`, whose methods run in threads. To keep
    vectors elsewhere, write another class with the same methods.
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config, inference: Inference) -> None:
        self.config = config
        self._store = Store(config.db_path.expanduser())
        self._inference = inference

    async def initialize(self) -> None:
        """Make the database, if it is not there."""
        await asyncio.to_thread(self._store.open)

    async def shutdown(self) -> None:
        """Close nothing: no connection to the database outlives a request."""

    async def health(self) -> HealthResponse:
        """Say whether the store can be read."""
        try:
            await asyncio.to_thread(self._store.find_store, "")
        except Exception as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Registration: the stack calls this before it uses a vector store, and after it forgets one --

    async def register_vector_db(self, vector_db: VectorDB) -> None:
        """Make a vector store for a model, unless it is there."""
        store = StoredStore(vector_db.identifier, vector_db.embedding_model, vector_db.embedding_dimension)
        await asyncio.to_thread(self._store.put_store, store)

    async def unregister_vector_db(self, vector_db_id: str) -> None:
        """Remove a vector store with all that is in it, if it is there."""
        await asyncio.to_thread(self._store.remove_store, vector_db_id)

    # -- Chunks ---------------------------------------------------------------------------

    async def insert_chunks(self, vector_db_id: str, chunks: list[Chunk], ttl_seconds: int | None = None) -> None:
        """Keep chunks; those that come without vectors are embedded."""
        store = await self._find(vector_db_id)
        vectors = await self._vectors(store, chunks)
        kept = [answers.stored_chunk(chunk, vector) for chunk, vector in zip(chunks, vectors, strict=True)]
        await asyncio.to_thread(self._store.put_chunks, store.id, kept, ttl_seconds)

    async def query_chunks(
        self, vector_db_id: str, query: InterleavedContent, params: dict[str, Any] | None = None
    ) -> QueryChunksResponse:
        """Find the chunks that are closest to a text.

        Args:
            vector_db_id: The vector store.
            query: What is looked for.
            params: `mode`, which can be `vector` alone, `max_chunks` and `score_threshold`.
        """
        params = params or {}
        if params.get("mode") not in (None, "vector"):
            raise NotImplementedError(f"there is no search by '{params['mode']}', only by 'vector'")
        limit, least = _bounds(params)
        store = await self._find(vector_db_id)
        [vector] = await self._embed(store, [answers.text_of(query)])
        return answers.chunks(await asyncio.to_thread(self._store.search, store.id, vector, limit, least))

    async def _find(self, store_id: str) -> StoredStore:
        store = await asyncio.to_thread(self._store.find_store, store_id)
        if store is None:
            raise ValueError(f"there is no vector store {store_id}")
        return store

    # -- Vectors --------------------------------------------------------------------------

    async def _vectors(self, store: StoredStore, chunks: list[Chunk]) -> list[list[float]]:
        """Return the vectors of chunks: those that they come with, or else new ones."""
        # Before 0.2.10, no chunk comes with a vector.
        given = [getattr(chunk, "embedding", None) for chunk in chunks]
        missing = [chunk for chunk, vector in zip(chunks, given, strict=True) if vector is None]
        made = iter(await self._embed(store, [answers.text_of(chunk.content) for chunk in missing]))
        return [next(made) if vector is None else _checked(store, vector) for vector in given]

    async def _embed(self, store: StoredStore, texts: list[str]) -> list[list[float]]:
        """Turn texts into vectors, by the model of a vector store."""
        vectors: list[list[float]] = []
        for some in batched(texts, TEXTS_AT_A_TIME):
            answer = await self._inference.embeddings(store.model, list(some))
            vectors += [_checked(store, vector) for vector in answer.embeddings]
        return vectors


{% include cookiecutter._pieces ~ 'vector_io/inline/bounds.jinja' %}


def _checked(store: StoredStore, vector: list[float]) -> list[float]:
    """Return a vector that is as long as all of its store.

    Raises:
        ValueError: It is not.
    """
    if len(vector) != store.dimension:
        raise ValueError(f"the vectors of {store.id} are {store.dimension} long, not {len(vector)}")
    return vector
