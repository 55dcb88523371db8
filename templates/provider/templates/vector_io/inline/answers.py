{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set chunk = line.vectors.chunk -%}
"""What the store has, as the stack's types, and back."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

{{ stack(
    "apis.common.content_types: InterleavedContent TextContentItem",
    "apis.vector_io: QueryChunksResponse VectorStoreContent VectorStoreFileCounts VectorStoreFileObject",
    "apis.vector_io: VectorStoreObject VectorStoreSearchResponse VectorStoreSearchResponsePage",
    "apis.vector_io: " ~ line.vectors.chunk ~ (" VectorStoreFileBatchObject" if line.vectors.batches else ""),
) }}

from .store import StoredChunk, StoredFile, StoredStore

LONGEST_PAGE = 100


class Named(Protocol):
    """What has an id, as all that is listed in pages."""

    @property
    def id(self) -> str: ...


Listed = TypeVar("Listed", bound=Named)


def page(
    oldest_first: Sequence[Listed], limit: int | None, order: str | None, after: str | None, before: str | None
) -> tuple[list[Listed], bool]:
    """Return a page of a list, and whether more follow.

    Raises:
        ValueError: The limit is out of bounds, or nothing in the list has the id that the page is to
            begin after, or end before.
    """
    limit = 20 if limit is None else limit
    if not 1 <= limit <= LONGEST_PAGE:
        raise ValueError(f"limit must be from 1 to {LONGEST_PAGE}, not {limit}")
    listed = list(oldest_first if order == "asc" else reversed(oldest_first))
    ids = [item.id for item in listed]
    for cursor in (after, before):
        if cursor is not None and cursor not in ids:
            raise ValueError(f"there is no {cursor} in the list")
    begin = 0 if after is None else ids.index(after) + 1
    end = None if before is None else ids.index(before)
    rest = listed[begin:end]
    return rest[:limit], len(rest) > limit


def vector_store(store: StoredStore, files: list[StoredFile]) -> VectorStoreObject:
    """Describe a vector store with these files."""
    return VectorStoreObject.model_validate(
        {
            "id": store.id,
            "created_at": store.created_at,
            "name": store.name{% if line.vectors.named %} or ""{% endif %},
            "usage_bytes": sum(file.size for file in files),
            "file_counts": _counts(files),
            "status": "in_progress" if any(file.status == "in_progress" for file in files) else "completed",
            "expires_after": store.expires_after,
            "last_active_at": store.active_at,
            "metadata": store.metadata,
        }
    )


def file_object(store_id: str, file: StoredFile) -> VectorStoreFileObject:
    """Describe a file of a vector store."""
    return VectorStoreFileObject.model_validate(
        {
            "id": file.id,
            "attributes": file.attributes,
            "chunking_strategy": file.chunking,
            "created_at": file.created_at,
            "last_error": None if file.error is None else {"code": "server_error", "message": file.error},
            "status": file.status,
            "usage_bytes": file.size,
            "vector_store_id": store_id,
        }
    )

{%- if line.vectors.batches %}


def batch_object(store_id: str, batch_id: str, created_at: int, files: list[StoredFile]) -> VectorStoreFileBatchObject:
    """Describe a batch of these files."""
    states = {file.status for file in files}
    unfinished = (state for state in ("in_progress", "cancelled") if state in states)
    return VectorStoreFileBatchObject.model_validate(
        {
            "id": batch_id,
            "created_at": created_at,
            "vector_store_id": store_id,
            "status": next(unfinished, "failed" if states == {"failed"} else "completed"),
            "file_counts": _counts(files),
        }
    )

{%- endif %}


def _counts(files: list[StoredFile]) -> VectorStoreFileCounts:
    states = Counter(file.status for file in files)
    return VectorStoreFileCounts(
        completed=states["completed"],
        cancelled=states["cancelled"],
        failed=states["failed"],
        in_progress=states["in_progress"],
        total=len(files),
    )


def stored_chunk(chunk: {{ chunk }}, vector: list[float]) -> StoredChunk:
    """Return a chunk of the stack's with its vector as the store keeps it."""
    body = chunk.model_dump_json(exclude={"metadata", "embedding"})
    return StoredChunk(chunk.chunk_id, body, chunk.metadata, vector)


def stacks_chunk(chunk: StoredChunk) -> {{ chunk }}:
    """Return a chunk as the stack had it."""
    body = json.loads(chunk.body)
    return {{ chunk }}.model_validate({**body, "metadata": chunk.metadata, "embedding": chunk.vector})


def chunks(found: Sequence[tuple[StoredChunk, float]]) -> QueryChunksResponse:
    """Return what was found, with the scores."""
    return QueryChunksResponse(
        chunks=[stacks_chunk(chunk) for chunk, _ in found],
        scores=[score for _, score in found],
    )


def search_results(queries: list[str], found: Sequence[tuple[StoredChunk, float]]) -> VectorStoreSearchResponsePage:
    """Return what was found as the texts of files."""
    data = [
        VectorStoreSearchResponse(
            # Of a chunk that came as it is, its owner says what these are.
            file_id=str(chunk.metadata.get("document_id", "")),
            filename=str(chunk.metadata.get("filename", "")),
            score=score,
            attributes=_plain(chunk.metadata),
            content=[contents(stacks_chunk(chunk))],
        )
        for chunk, score in found
    ]
    return VectorStoreSearchResponsePage(search_query={{ "queries" if line.vectors.page else '" ".join(queries)' }}, data=data, has_more=False)

{% if line.vectors.page %}
def contents(chunk: {{ chunk }}, *, with_embedding: bool = False, with_metadata: bool = False) -> VectorStoreContent:
    """Return the text of a chunk, and what else is asked for."""
    return VectorStoreContent(
        type="text",
        text=text_of(chunk.content),
        embedding=chunk.embedding if with_embedding else None,
        chunk_metadata=chunk.chunk_metadata if with_metadata else None,
        metadata=chunk.metadata if with_metadata else None,
    )
{%- else %}
def contents(chunk: {{ chunk }}) -> VectorStoreContent:
    """Return the text of a chunk."""
    return VectorStoreContent(type="text", text=text_of(chunk.content))
{%- endif %}


def _plain(metadata: dict[str, Any]) -> dict[str, str | float | bool]:
    """Leave out what is no attribute by OpenAI's rules."""
    return {key: value for key, value in metadata.items() if isinstance(value, str | float | bool | int)}


{% include cookiecutter._pieces ~ 'vector_io/inline/text_of.jinja' %}
