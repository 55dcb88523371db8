{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""What the store has, as the stack's types, and back."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

{{ stack(
    "apis.common.content_types: InterleavedContent TextContentItem",
    "apis.vector_io: Chunk QueryChunksResponse",
) }}

from .store import StoredChunk

_IDENTITY: dict[str, Any] = {"content": True, "metadata": {"document_id"}}


def stored_chunk(chunk: Chunk, vector: Sequence[float]) -> StoredChunk:
    """Return a chunk of the stack's with its vector as the store keeps it.

    The stack's chunks have no ids: the same text of the same document is the same chunk.
    """
    identity = chunk.model_dump_json(include=_IDENTITY)
    return StoredChunk(
        id=hashlib.sha256(identity.encode()).hexdigest(),
        body=chunk.model_dump_json(exclude={"embedding"}),
        vector=vector,
    )


def stacks_chunk(chunk: StoredChunk) -> Chunk:
    """Return a chunk as the stack had it, with its vector in those releases whose chunks have one."""
    return Chunk.model_validate(json.loads(chunk.body) | {"embedding": chunk.vector})


def chunks(found: Sequence[tuple[StoredChunk, float]]) -> QueryChunksResponse:
    """Return what was found, with the scores."""
    return QueryChunksResponse(
        chunks=[stacks_chunk(chunk) for chunk, _ in found],
        scores=[score for _, score in found],
    )


{% include cookiecutter._pieces ~ 'vector_io/inline/text_of.jinja' %}
