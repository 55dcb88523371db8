{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The vector_io API, called as the stack calls it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
{{ stack(
    "apis.common.content_types: ImageContentItem TextContentItem",
    "apis.datatypes: Api",
    "apis.inference: EmbeddingsResponse",
    "apis.vector_dbs: VectorDB",
    "apis.vector_io: Chunk",
    "providers.datatypes: HealthStatus",
) }}

from conftest import DIMENSION, MODEL, embedding
from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.vector_io import {{ cookiecutter.__impl }}

pytestmark = pytest.mark.anyio

Impl = {{ cookiecutter.__impl }}
OWLS, OAKS = "The owl hunts at night.", "An oak grows for centuries."


class Models:
    """The stack's inference API, with one model."""

    def __init__(self) -> None:
        self.requests: list[list[str]] = []
        self.embedding = embedding

    async def embeddings(self, model_id: str, contents: list[str]) -> EmbeddingsResponse:
        assert model_id == MODEL
        self.requests.append(contents)
        return EmbeddingsResponse(embeddings=[self.embedding(text) for text in contents])


@pytest.fixture
def models() -> Models:
    return Models()


@pytest.fixture
async def vectors(models: Models, tmp_path: Path) -> AsyncIterator[Impl]:
    config = {{ cookiecutter.__class }}Config(db_path=tmp_path / "vectors.db")
    vectors = await get_provider_impl(config, {Api.inference: models})
    await vectors.register_vector_db(
        VectorDB(
            identifier="docs",
            provider_id="{{ cookiecutter.name }}",
            provider_resource_id="docs",
            embedding_model=MODEL,
            embedding_dimension=DIMENSION,
        )
    )
    yield vectors
    await vectors.shutdown()


def chunk(text: str, **metadata: Any) -> Chunk:
    return Chunk(content=text, metadata={"document_id": "notes", **metadata})


async def found(vectors: Impl, text: str, **params: Any) -> list[Any]:
    """Search the vector store and return the texts that are found."""
    return [chunk.content for chunk in (await vectors.query_chunks("docs", text, params)).chunks]


async def test_chunks(vectors: Impl) -> None:
    await vectors.insert_chunks("docs", [chunk(OWLS, page=1), chunk(OAKS, page=2)])
    answer = await vectors.query_chunks("docs", OWLS)

    assert [kept.content for kept in answer.chunks] == [OWLS, OAKS]
    assert answer.chunks[0].metadata == {"document_id": "notes", "page": 1}
    assert answer.scores[0] == pytest.approx(1)
    assert await found(vectors, "Which bird hunts at night?", max_chunks=1) == [OWLS]
    assert await found(vectors, "owl", score_threshold=0.1) == [OWLS]


async def test_query_with_nulls(vectors: Impl) -> None:
    await vectors.insert_chunks("docs", [chunk(OWLS)])

    assert await found(vectors, "owl", mode=None, max_chunks=None, score_threshold=None) == [OWLS]


@pytest.mark.parametrize("wrong", [{"max_chunks": "5"}, {"max_chunks": -1}, {"score_threshold": "high"}])
async def test_query_that_makes_no_sense(vectors: Impl, wrong: dict[str, Any]) -> None:
    await vectors.insert_chunks("docs", [chunk(OWLS)])

    with pytest.raises(ValueError, match=r"max_chunks|score_threshold"):
        await found(vectors, "owl", **wrong)


async def test_content_of_parts(vectors: Impl) -> None:
    parts = Chunk(content=[TextContentItem(text=OWLS), TextContentItem(text=OAKS)], metadata={"document_id": "notes"})
    await vectors.insert_chunks("docs", [parts])

    answer = await vectors.query_chunks("docs", TextContentItem(text=f"{OWLS}\n{OAKS}"))
    assert answer.chunks[0].content == parts.content
    assert answer.scores == pytest.approx([1])

    image = ImageContentItem.model_validate({"image": {"url": {"uri": "http://localhost/owl.png"}}})
    with pytest.raises(ValueError, match="only text"):
        await vectors.query_chunks("docs", image)


async def test_same_text_of_the_same_document(vectors: Impl) -> None:
    await vectors.insert_chunks("docs", [chunk(OWLS, page=1)])
    await vectors.insert_chunks("docs", [chunk(OWLS, page=2), chunk(OWLS, document_id="papers")])

    answer = await vectors.query_chunks("docs", "owl")
    assert [kept.metadata for kept in answer.chunks] == [
        {"document_id": "notes", "page": 2},
        {"document_id": "papers"},
    ]


@pytest.mark.skipif("embedding" not in Chunk.model_fields, reason="before 0.2.10, no chunk comes with a vector")
async def test_chunks_with_vectors(vectors: Impl, models: Models) -> None:
    given = chunk(OWLS).model_copy(update={"embedding": embedding("oak")})
    await vectors.insert_chunks("docs", [given, chunk(OAKS)])

    assert models.requests == [[OAKS]]
    answer = await vectors.query_chunks("docs", "oak", {"max_chunks": 1})
    assert answer.chunks == [given]

    short = chunk(OWLS).model_copy(update={"embedding": [1.0, 0.0]})
    with pytest.raises(ValueError, match=f"are {DIMENSION} long, not 2"):
        await vectors.insert_chunks("docs", [short])


async def test_many_chunks(vectors: Impl, models: Models) -> None:
    await vectors.insert_chunks("docs", [*(chunk(f"Number {number}.") for number in range(69)), chunk(OWLS)])

    assert [len(texts) for texts in models.requests] == [64, 6]
    assert await found(vectors, OWLS, max_chunks=1) == [OWLS]


async def test_vectors_of_another_model_are_refused(vectors: Impl, models: Models) -> None:
    models.embedding = lambda text: [1.0, 0.0]

    with pytest.raises(ValueError, match=f"are {DIMENSION} long, not 2"):
        await vectors.insert_chunks("docs", [chunk(OWLS)])


async def test_chunks_live_so_long(vectors: Impl) -> None:
    await vectors.insert_chunks("docs", [chunk(OWLS)], ttl_seconds=60)
    await vectors.insert_chunks("docs", [chunk(OAKS)], ttl_seconds=0)

    assert await found(vectors, "owl") == [OWLS]


async def test_another_way_to_search(vectors: Impl) -> None:
    assert await found(vectors, "owl", mode="vector") == []
    with pytest.raises(NotImplementedError, match="keyword"):
        await found(vectors, "owl", mode="keyword")


async def test_unknown(vectors: Impl) -> None:
    await vectors.unregister_vector_db("docs")
    await vectors.unregister_vector_db("docs")

    with pytest.raises(ValueError, match="no vector store docs"):
        await vectors.query_chunks("docs", "owl")
    with pytest.raises(ValueError, match="no vector store docs"):
        await vectors.insert_chunks("docs", [chunk(OWLS)])


async def test_health(vectors: Impl, tmp_path: Path) -> None:
    assert await vectors.health() == {"status": HealthStatus.OK}

    (tmp_path / "vectors.db").unlink()
    assert (await vectors.health())["status"] == HealthStatus.ERROR
