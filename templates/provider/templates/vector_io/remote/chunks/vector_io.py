{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The adapter: has another stack keep chunks, and search them."""

from typing import Any
from urllib.parse import quote

{{ stack(
    "apis.common.content_types: InterleavedContent",
    "apis.vector_dbs: ListVectorDBsResponse VectorDB",
    "apis.vector_io: Chunk QueryChunksResponse VectorIO",
    "providers.datatypes: HealthResponse HealthStatus VectorDBsProtocolPrivate",
) }}
from pydantic import TypeAdapter

from .config import {{ cookiecutter.__class }}Config
from .service import Service

STORES = "/v1/vector-dbs"
CHUNKS = "/v1/vector-io"

_CONTENT: TypeAdapter[InterleavedContent] = TypeAdapter(InterleavedContent)


class {{ cookiecutter.__impl }}(VectorIO, VectorDBsProtocolPrivate):
    """Vector stores in another stack, which embeds by its own models.

    YOUR BACKEND: the methods below forward each request as it is. If your service is another
    one, translate here, from and to the stack's types.
    """

{% include cookiecutter._pieces ~ 'stack_remote/life.jinja' %}

    # -- Registration: the stack calls this before it uses a vector store, and after it forgets one --

    async def register_vector_db(self, vector_db: VectorDB) -> None:
        """Make a vector store in the other stack, unless it has one of this name."""
        if vector_db.provider_resource_id not in (None, vector_db.identifier):
            # The stack tells us later what it is called here, not what it is called there.
            raise ValueError(f"Vector store '{vector_db.identifier}' must be called here as it is there")
        if not await self._has(vector_db.identifier):
            body = {
                "vector_db_id": vector_db.identifier,
                "embedding_model": vector_db.embedding_model,
                "embedding_dimension": vector_db.embedding_dimension,
            }
            await self._service.send("POST", STORES, body=body)

    async def unregister_vector_db(self, vector_db_id: str) -> None:
        """Remove a vector store from the other stack, if it is there."""
        if await self._has(vector_db_id):
            await self._service.send("DELETE", f"{STORES}/{quote(vector_db_id, safe='')}")

    async def _has(self, vector_db_id: str) -> bool:
        """Say whether the other stack lists a vector store; to ask it for one that is not there is an error."""
        stores = await self._service.get(STORES, ListVectorDBsResponse)
        return any(store.identifier == vector_db_id for store in stores.data)

    # -- Chunks ---------------------------------------------------------------------------

    async def insert_chunks(self, vector_db_id: str, chunks: list[Chunk], ttl_seconds: int | None = None) -> None:
        """Have the other stack keep chunks."""
        body = {
            "vector_db_id": vector_db_id,
            "chunks": [chunk.model_dump(mode="json") for chunk in chunks],
            "ttl_seconds": ttl_seconds,
        }
        await self._service.send("POST", f"{CHUNKS}/insert", body=body)

    async def query_chunks(
        self, vector_db_id: str, query: InterleavedContent, params: dict[str, Any] | None = None
    ) -> QueryChunksResponse:
        """Have the other stack find the chunks that are closest to a text."""
        body = {
            "vector_db_id": vector_db_id,
            "query": _CONTENT.dump_python(query, mode="json"),
            "params": params,
        }
        return await self._service.post(f"{CHUNKS}/query", body, QueryChunksResponse)
