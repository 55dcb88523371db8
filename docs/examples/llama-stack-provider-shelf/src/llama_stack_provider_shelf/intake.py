"""How a file is taken in: read, cut into pieces that a search can find, and embedded by a model of the stack's."""

import asyncio
import re
from dataclasses import dataclass
from itertools import batched
from typing import Any

from llama_stack_api import (
    ChunkMetadata,
    EmbeddedChunk,
    Files,
    Inference,
    OpenAIEmbeddingsRequestWithExtraBody,
    RetrieveFileContentRequest,
    RetrieveFileRequest,
    VectorStoreChunkingStrategyStatic,
    VectorStoreChunkingStrategyStaticConfig,
)

from . import answers
from .store import Store, StoredFile, StoredStore

TEXTS_AT_A_TIME = 64
"""How many are embedded by one request."""

# A word with the space before it, or so many letters of a longer one.
_TOKEN = re.compile(r"\s*\S{1,16}")


class Intake:
    """Takes uploaded files into vector stores.

    Args:
        store: Where their texts and vectors are kept.
        inference: The stack's models.
        files: The stack's uploads.
    """

    def __init__(self, store: Store, inference: Inference, files: Files) -> None:
        self._store = store
        self._inference = inference
        self._uploads = files
        self._work = set[asyncio.Task[None]]()

    async def put(
        self, store_id: str, file_id: str, attributes: dict[str, Any] | None, chunking: dict[str, Any] | None
    ) -> None:
        """Note that a file is to be taken in, and how it is to be cut, as OpenAI's `chunking_strategy` says it."""
        how = chunking or {"type": "auto"}
        await asyncio.to_thread(self._store.put_file, store_id, file_id, attributes or {}, how)

    async def take_in(self, store: StoredStore, file_ids: list[str]) -> None:
        """Read, cut and embed files that were put, one after the other; note with a file what goes wrong."""
        for file_id in file_ids:
            file = await asyncio.to_thread(self._store.find_file, store.id, file_id)
            if file is None or file.status != "in_progress":
                continue
            try:
                await self._take_in(store, file)
            except Exception as error:
                reason = str(error) or type(error).__name__
                await asyncio.to_thread(self._store.fail_file, store.id, file_id, reason)

    def begin(self, store: StoredStore, file_ids: list[str]) -> None:
        """Take files in, but don't wait for it."""
        task = asyncio.create_task(self.take_in(store, file_ids))
        # Nobody else holds on to the task, and without that it may vanish.
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def give_up(self) -> None:
        """End what was begun."""
        for task in self._work:
            task.cancel()

    async def embed(self, store: StoredStore, texts: list[str]) -> list[list[float]]:
        """Turn texts into vectors, by the model of a vector store.

        Raises:
            ValueError: The model answers with vectors of another length than the store's.
        """
        vectors: list[list[float]] = []
        for some in batched(texts, TEXTS_AT_A_TIME):
            request = OpenAIEmbeddingsRequestWithExtraBody(model=store.model, input=list(some))
            answer = await self._inference.openai_embeddings(request)
            for entry in sorted(answer.data, key=lambda entry: entry.index):
                if isinstance(entry.embedding, str):
                    raise ValueError(f"{store.model} answered with an encoded vector, not with numbers")
                check_dimension(store, entry.embedding)
                vectors.append(entry.embedding)
        return vectors

    async def _take_in(self, store: StoredStore, file: StoredFile) -> None:
        upload = await self._uploads.openai_retrieve_file(RetrieveFileRequest(file_id=file.id))
        response = await self._uploads.openai_retrieve_file_content(RetrieveFileContentRequest(file_id=file.id))
        content = bytes(response.body)

        # These two run in threads: with a long text they would keep every other request waiting.
        def cut() -> list[Piece]:
            return split(text_of(content), *_sizes(file.chunking))

        def keep() -> None:
            chunks = [
                answers.stored_chunk(_chunk(store, file.id, upload.filename, piece, vector), vector)
                for piece, vector in zip(pieces, vectors, strict=True)
            ]
            self._store.finish_file(store.id, file.id, len(content), chunks)

        pieces = await asyncio.to_thread(cut)
        vectors = await self.embed(store, [piece.text for piece in pieces])
        await asyncio.to_thread(keep)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text."""

    text: str
    first: int
    """The number of its first token in the text."""
    tokens: int


def text_of(content: bytes) -> str:
    """Return the text of a file.

    Raises:
        ValueError: It is not text in UTF-8, or nothing but space.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("the file is not text in UTF-8") from None
    if not text.strip():
        raise ValueError("there is no text in the file")
    return text


def split(text: str, size: int, overlap: int) -> list[Piece]:
    """Cut a text into pieces of at most `size` tokens, which share `overlap` with the piece before.

    Raises:
        ValueError: The overlap is not from 0 to less than the size.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"pieces of {size} tokens cannot overlap by {overlap}")
    # Not by `findall`, which lets no other thread run before its end. Space at the end of the text is in
    # no token, and the pattern would try it from each of its characters.
    tokens = [match[0] for match in _TOKEN.finditer(text.rstrip())]
    pieces = []
    for first in range(0, max(len(tokens) - overlap, 1), size - overlap):
        taken = tokens[first : first + size]
        pieces.append(Piece("".join(taken), first, len(taken)))
    return pieces


def check_dimension(store: StoredStore, vector: list[float]) -> None:
    """See that a vector is as long as all of its store.

    Raises:
        ValueError: It is not.
    """
    if len(vector) != store.dimension:
        raise ValueError(f"the vectors of {store.id} are {store.dimension} long, not {len(vector)}")


def _sizes(chunking: dict[str, Any]) -> tuple[int, int]:
    """Return how long the pieces of a file are to be, and by how much they overlap, in tokens."""
    if chunking["type"] not in ("auto", "static"):
        raise ValueError(f"files cannot be cut in the way '{chunking['type']}'")
    if chunking["type"] == "auto":
        sizes = VectorStoreChunkingStrategyStaticConfig.model_validate({})
    else:
        sizes = VectorStoreChunkingStrategyStatic.model_validate(chunking).static
    return sizes.max_chunk_size_tokens, sizes.chunk_overlap_tokens


def _chunk(store: StoredStore, file_id: str, filename: str, piece: Piece, vector: list[float]) -> EmbeddedChunk:
    chunk_id = f"{file_id}-{piece.first}"
    return EmbeddedChunk(
        content=piece.text,
        chunk_id=chunk_id,
        metadata={"document_id": file_id, "file_id": file_id, "filename": filename},
        chunk_metadata=ChunkMetadata(
            chunk_id=chunk_id,
            document_id=file_id,
            chunk_window=f"{piece.first}-{piece.first + piece.tokens}",
            content_token_count=piece.tokens,
        ),
        embedding=vector,
        embedding_model=store.model,
        embedding_dimension=store.dimension,
    )
