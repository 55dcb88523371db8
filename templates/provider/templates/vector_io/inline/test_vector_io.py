{#- Who extends this lists in `names` what else is imported, and calls the implementation as the stack does. -#}
{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set no_store = "VectorStoreNotFoundError" if line.tells_not_found else 'ValueError, match="no vector store"' -%}
{% set nothing = "ResourceNotFoundError" if line.tells_not_found else "ValueError" -%}
"""The vector_io API, called as the stack calls it."""

import asyncio
import threading
{%- if line.vectors.batches %}
import time
{%- endif %}
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from fastapi import Response
{{ stack(
    "apis.datatypes: Api",
    "apis.inference: OpenAIEmbeddingData OpenAIEmbeddingsResponse OpenAIEmbeddingUsage",
    "apis.vector_io: ChunkMetadata QueryChunksResponse VectorStoreFileObject VectorStoreObject",
    "apis.vector_io: VectorStoreSearchResponsePage",
    "apis.vector_io: " ~ line.vectors.chunk ~ (" VectorStoreFileBatchObject" if line.vectors.batches else ""),
    "providers.datatypes: HealthStatus",
    *names,
) }}

from conftest import DIMENSION, MODEL, embedding
from {{ cookiecutter.__package }} import answers, get_provider_impl, intake
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.vector_io import {{ cookiecutter.__impl }}

pytestmark = pytest.mark.anyio

Impl = {{ cookiecutter.__impl }}


class Models:
    """The stack's inference API, with one model."""

    def __init__(self) -> None:
        self.requests: list[list[str]] = []
{%- if line.chats_requests %}

    async def openai_embeddings(self, params: OpenAIEmbeddingsRequestWithExtraBody) -> OpenAIEmbeddingsResponse:
        model, texts = params.model, [str(text) for text in params.input]
{%- else %}

    async def openai_embeddings(self, model: str, texts: list[str]) -> OpenAIEmbeddingsResponse:
{%- endif %}
        self.requests.append(texts)
        data = [OpenAIEmbeddingData(index=i, embedding=embedding(text)) for i, text in enumerate(texts)]
        usage = OpenAIEmbeddingUsage(prompt_tokens=1, total_tokens=1)
        return OpenAIEmbeddingsResponse(data=data, model=model, usage=usage)


class Uploads:
    """The stack's files API."""

    def __init__(self) -> None:
        self.contents = {
            "birds": b"The owl hunts at night.",
            "trees": b"An oak grows for centuries.",
            "binary": b"\xff",
        }
        self.open = asyncio.Event()
        self.open.set()
{%- if line.files_requests %}

    async def openai_retrieve_file(self, request: RetrieveFileRequest) -> Any:
        file_id = request.file_id
{%- else %}

    async def openai_retrieve_file(self, file_id: str) -> Any:
{%- endif %}
        await self.open.wait()
        if file_id not in self.contents:
            raise ValueError(f"no file {file_id}")
        return SimpleNamespace(filename=f"{file_id}.txt")
{%- if line.files_requests %}

    async def openai_retrieve_file_content(self, request: RetrieveFileContentRequest) -> Response:
        return Response(self.contents[request.file_id])
{%- else %}

    async def openai_retrieve_file_content(self, file_id: str) -> Response:
        return Response(self.contents[file_id])
{%- endif %}


@pytest.fixture
def models() -> Models:
    return Models()


@pytest.fixture
def uploads() -> Uploads:
    return Uploads()


@pytest.fixture
async def vectors(models: Models, uploads: Uploads, tmp_path: Path) -> AsyncIterator[Impl]:
    config = {{ cookiecutter.__class }}Config(db_path=tmp_path / "vectors.db")
    vectors = await get_provider_impl(config, {Api.inference: models, Api.files: uploads})
    yield vectors
    await vectors.shutdown()


{% block calls %}{% endblock %}


async def search(vectors: Impl, query: str | list[str], **given: Any) -> list[str]:
    """Search a vector store and return the names of the files that are found."""
    return [result.filename for result in (await results(vectors, query, **given)).data]
{% if line.vectors.batches %}

async def batch_of(vectors: Impl, *file_ids: str, **given: Any) -> VectorStoreFileBatchObject:
    request = {"file_ids": list(file_ids), **given}
    params = OpenAICreateVectorStoreFileBatchRequestWithExtraBody.model_validate(request)
    return await vectors.openai_create_vector_store_file_batch("vs_1", params)


async def finished(vectors: Impl, batch_id: str) -> VectorStoreFileBatchObject:
    deadline = time.monotonic() + 30
    while True:
        batch = await vectors.openai_retrieve_vector_store_file_batch(batch_id, "vs_1")
        if batch.status != "in_progress":
            return batch
        assert time.monotonic() < deadline, batch
        await asyncio.sleep(0.01)
{% endif %}

def chunk(chunk_id: str, text: str, vector: list[float]{% if line.vectors.chunk == "Chunk" %} | None{% endif %}) -> {{ line.vectors.chunk }}:
    return {{ line.vectors.chunk }}(
        content=text,
        chunk_id=chunk_id,
        metadata={"document_id": "notes", "tags": ["a", "b"]},
        chunk_metadata=ChunkMetadata(chunk_id=chunk_id),
        embedding=vector,
{%- if line.vectors.chunk == "EmbeddedChunk" %}
        embedding_model=MODEL,
        embedding_dimension=len(vector),
{%- endif %}
    )


async def test_create(vectors: Impl) -> None:
    store = await create(vectors, name="docs", metadata={"team": "red"}, file_ids=["birds"])

    assert (store.id, store.name, store.metadata, store.status) == ("vs_1", "docs", {"team": "red"}, "completed")
    assert (store.file_counts.completed, store.usage_bytes) == (1, 23)
    assert await vectors.openai_retrieve_vector_store("vs_1") == store


{% if line.vectors.store == "VectorDB" %}async def test_create_before_registration(vectors: Impl) -> None:
    made = await vectors.openai_create_vector_store("docs", embedding_model=MODEL, embedding_dimension=DIMENSION)
    store = await create(vectors, made.id, metadata={"team": "red"})

    assert (store.id, store.name, store.metadata) == (made.id, "docs", {"team": "red"})
    assert (await vectors.openai_list_vector_stores()).data == [store]
    with pytest.raises(ValueError, match="embedding model"):
        await vectors.openai_create_vector_store("docs")


{% endif %}{% if line.vectors.plain_chunking %}async def test_create_with_a_chunking_of_no_kind(vectors: Impl) -> None:
    with pytest.raises(ValueError, match="static"):
        await create(vectors, file_ids=["birds"], chunking_strategy={"type": "static"})
    assert (await vectors.openai_list_files_in_vector_store("vs_1")).data == []


{% endif %}async def test_list(vectors: Impl) -> None:
    first, second = await create(vectors, "vs_1"), await create(vectors, "vs_2")

    newest_first = await vectors.openai_list_vector_stores()
    assert newest_first.data == [second, first]
    assert (newest_first.first_id, newest_first.last_id, newest_first.has_more) == ("vs_2", "vs_1", False)

    page = await vectors.openai_list_vector_stores(limit=1, order="asc")
    assert (page.data, page.has_more) == ([first], True)
    assert (await vectors.openai_list_vector_stores(order="asc", after="vs_1")).data == [second]
    assert (await vectors.openai_list_vector_stores(order="asc", before="vs_2")).data == [first]

    with pytest.raises(ValueError, match="no vs_9"):
        await vectors.openai_list_vector_stores(after="vs_9")
    with pytest.raises(ValueError, match="limit"):
        await vectors.openai_list_vector_stores(limit=101)


async def test_update(vectors: Impl) -> None:
    await create(vectors, name="docs", metadata={"team": "red"})
    expires = {"anchor": "last_active_at", "days": 7}
    store = await update(vectors, name="papers", expires_after=expires)

    assert (store.name, store.metadata) == ("papers", {"team": "red"})
    assert store.model_dump()["expires_after"] == expires


async def test_delete(vectors: Impl) -> None:
    await create(vectors, file_ids=["birds"])

    assert (await vectors.openai_delete_vector_store("vs_1")).deleted
    # The stack does this next.
    await vectors.unregister_{{ "vector_store" if line.vectors.store == "VectorStore" else "vector_db" }}("vs_1")

    with pytest.raises({{ no_store }}):
        await vectors.openai_delete_vector_store("vs_1")
    with pytest.raises({{ no_store }}):
        await search(vectors, "owl")


async def test_search(vectors: Impl) -> None:
    await create(vectors, file_ids=["birds", "trees"])

    assert await search(vectors, "Which bird hunts at night?") == ["birds.txt", "trees.txt"]
    assert await search(vectors, ["oak", "centuries"], max_num_results=1) == ["trees.txt"]
    ranking = SearchRankingOptions(score_threshold=0.1)
    assert await search(vectors, "owl", ranking_options=ranking) == ["birds.txt"]
    with pytest.raises(NotImplementedError, match="keyword"):
        await search(vectors, "owl", search_mode="keyword")


async def test_search_by_attributes(vectors: Impl) -> None:
    await create(vectors)
    await attach(vectors, "birds", attributes={"year": 1969})
    await attach(vectors, "trees", attributes={"year": 1970})

    newer = {"type": "gt", "key": "year", "value": 1969}
    assert await search(vectors, "owl", filters=newer) == ["trees.txt"]

    assert (await update_file(vectors, "birds", year=1971)).attributes == {"year": 1971}
    assert await search(vectors, "owl", filters=newer) == ["birds.txt", "trees.txt"]

    with pytest.raises(ValueError, match="filter"):
        await search(vectors, "owl", filters={"type": "like", "key": "year", "value": "19"})


async def test_chunks(vectors: Impl) -> None:
    await create(vectors)
    kept = [chunk("a", "The owl hunts.", embedding("owl")), chunk("b", "Oaks.", embedding("oak"))]
    await insert(vectors, *kept)
    answer = await query(vectors, "owl", max_chunks=1)

    assert answer.chunks == kept[:1]
    assert answer.scores == pytest.approx([1])

    [best, _] = (await results(vectors, "owl")).data
    assert (best.file_id, best.attributes) == ("notes", {"document_id": "notes"})


async def test_search_finds_a_chunk_of_a_numbered_document(vectors: Impl) -> None:
    await create(vectors)
    numbered = chunk("a", "The owl hunts.", embedding("owl")).model_copy(update={"metadata": {"document_id": 7}})
    await insert(vectors, numbered)

    [best] = (await results(vectors, "owl")).data
    assert (best.file_id, best.filename) == ("7", "")


async def test_query_with_nulls(vectors: Impl) -> None:
    await create(vectors)
    await insert(vectors, chunk("a", "The owl hunts.", embedding("owl")))

    answer = await query(vectors, "owl", mode=None, filters=None, max_chunks=None, score_threshold=None)
    assert len(answer.chunks) == 1


@pytest.mark.parametrize(
    "wrong", [{"max_chunks": "5"}, {"max_chunks": -1}, {"score_threshold": "high"}, {"filters": "year"}]
)
async def test_query_that_makes_no_sense(vectors: Impl, wrong: dict[str, Any]) -> None:
    await create(vectors)

    with pytest.raises(ValueError, match=r"max_chunks|score_threshold|no filter"):
        await query(vectors, "owl", **wrong)


{% if line.vectors.chunk == "Chunk" %}async def test_chunks_without_vectors(vectors: Impl, models: Models) -> None:
    await create(vectors)
    await insert(vectors, chunk("a", "The owl hunts.", None), chunk("b", "Oaks.", embedding("oak")))

    assert models.requests == [["The owl hunts."]]
    [found] = (await query(vectors, "owl", max_chunks=1)).chunks
    assert (found.chunk_id, found.embedding) == ("a", embedding("The owl hunts."))


{% endif %}async def test_vectors_of_another_model_are_refused(vectors: Impl) -> None:
    await create(vectors)

    with pytest.raises(ValueError, match=f"are {DIMENSION} long, not 2"):
        await insert(vectors, chunk("a", "The owl hunts.", [1.0, 0.0]))


async def test_file(vectors: Impl) -> None:
    await create(vectors)
    file = await attach(vectors, "birds", attributes={"year": 1969})

    assert (file.id, file.vector_store_id, file.status, file.usage_bytes) == ("birds", "vs_1", "completed", 23)
    assert await vectors.openai_retrieve_vector_store_file("vs_1", "birds") == file
    assert (await vectors.openai_list_files_in_vector_store("vs_1")).data == [file]
    assert (await vectors.openai_list_files_in_vector_store("vs_1", filter="failed")).data == []
{% if line.vectors.page %}
    [content] = (await vectors.openai_retrieve_vector_store_file_contents("vs_1", "birds")).data
    assert (content.text, content.embedding) == ("The owl hunts at night.", None)
{%- else %}
    contents = await vectors.openai_retrieve_vector_store_file_contents("vs_1", "birds")
    assert (contents.filename, contents.attributes) == ("birds.txt", {"year": 1969})
    assert [content.text for content in contents.content] == ["The owl hunts at night."]
{%- endif %}

    assert (await vectors.openai_delete_vector_store_file("vs_1", "birds")).deleted
    with pytest.raises({{ nothing }}, match="birds"):
        await vectors.openai_retrieve_vector_store_file("vs_1", "birds")
{%- if line.vectors.page %}


async def test_file_with_its_vectors(vectors: Impl) -> None:
    await create(vectors, file_ids=["birds"])

    answer = await vectors.openai_retrieve_vector_store_file_contents("vs_1", "birds", True, True)

    [content] = answer.data
    assert content.embedding == embedding("The owl hunts at night.")
    assert content.metadata == {"document_id": "birds", "file_id": "birds", "filename": "birds.txt"}
{%- endif %}


async def test_long_file(vectors: Impl, uploads: Uploads, models: Models) -> None:
    await create(vectors)
    uploads.contents["long"] = " ".join(str(number) for number in range(7_000)).encode()
    sizes = {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0}
    strategy = VectorStoreChunkingStrategyStatic.model_validate({"static": sizes})
    await attach(vectors, "long", chunking_strategy=strategy)

    answer = await vectors.openai_retrieve_vector_store_file_contents("vs_1", "long")
    texts = [content.text for content in answer.{{ "data" if line.vectors.page else "content" }}]
    assert "".join(texts).encode() == uploads.contents["long"]
    assert [len(request) for request in models.requests] == [64, 6]


@pytest.mark.parametrize(("module", "name"), [(intake, "text_of"), (intake, "split"), (answers, "stored_chunk")])
async def test_file_is_cut_in_a_thread(
    vectors: Impl, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    threads: list[threading.Thread] = []
    function = getattr(module, name)

    def noted(*given: Any) -> Any:
        threads.append(threading.current_thread())
        return function(*given)

    monkeypatch.setattr(module, name, noted)
    await create(vectors, file_ids=["birds"])

    assert len(threads) == 1
    assert threads != [threading.current_thread()]


@pytest.mark.parametrize(("file_id", "reason"), [("nothing", "no file nothing"), ("binary", "not text in UTF-8")])
async def test_file_that_cannot_be_read(vectors: Impl, file_id: str, reason: str) -> None:
    await create(vectors, file_ids=["birds"])
    file = await attach(vectors, file_id)

    assert file.status == "failed"
    assert file.last_error is not None
    assert reason in file.last_error.message
    assert (await vectors.openai_retrieve_vector_store("vs_1")).file_counts.failed == 1
{%- if line.vectors.batches %}


async def test_batch(vectors: Impl, uploads: Uploads) -> None:
    await create(vectors)
    uploads.open.clear()
    begun = await batch_of(vectors, "birds", "trees", "binary")
    uploads.open.set()
    batch = await finished(vectors, begun.id)

    assert (begun.status, begun.file_counts.total) == ("in_progress", 3)
    assert (batch.status, batch.file_counts.completed, batch.file_counts.failed) == ("completed", 2, 1)
    files = await vectors.openai_list_files_in_vector_store_file_batch(batch.id, "vs_1", filter="completed")
    assert [file.id for file in files.data] == ["trees", "birds"]
    assert await search(vectors, "owl", max_num_results=1) == ["birds.txt"]
{%- if line.vectors.entry %}


async def test_batch_of_files_with_attributes_of_their_own(vectors: Impl) -> None:
    await create(vectors)
    begun = await batch_of(vectors, files=[{"file_id": "birds", "attributes": {"year": 1969}}, {"file_id": "trees"}])
    await finished(vectors, begun.id)

    assert await search(vectors, "owl", filters={"type": "eq", "key": "year", "value": 1969}) == ["birds.txt"]
{%- endif %}


async def test_cancelled_batch(vectors: Impl, uploads: Uploads) -> None:
    await create(vectors)
    uploads.open.clear()
    begun = await batch_of(vectors, "birds", "trees")

    cancelled = await vectors.openai_cancel_vector_store_file_batch(begun.id, "vs_1")
    uploads.open.set()

    assert (cancelled.status, cancelled.file_counts.cancelled) == ("cancelled", 2)
    assert await search(vectors, "owl") == []
{%- endif %}


{% block unknown_ways %}{% endblock %}async def test_unknown(vectors: Impl) -> None:
    with pytest.raises({{ no_store }}):
        await vectors.openai_retrieve_vector_store("vs_1")
    with pytest.raises({{ no_store }}):
        await attach(vectors, "birds")
    await create(vectors)
    with pytest.raises({{ nothing }}, match="birds"):
        await vectors.openai_retrieve_vector_store_file_contents("vs_1", "birds")
{%- if line.vectors.batches %}
    with pytest.raises({{ nothing }}, match="vsfb_1"):
        await vectors.openai_retrieve_vector_store_file_batch("vsfb_1", "vs_1")
{%- endif %}


async def test_health(vectors: Impl, tmp_path: Path) -> None:
    assert await vectors.health() == {"status": HealthStatus.OK}

    (tmp_path / "vectors.db").unlink()
    assert (await vectors.health())["status"] == HealthStatus.ERROR
