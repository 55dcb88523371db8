"""The vector_io providers of releases without files: a stack has another one keep its chunks."""

import pytest

from stacks import client
from stacks.model_service import EMBEDDING_MODEL, ModelService
from tests.real.pairs import lines, pair, refused, until

TARGET = "llama-stack-0.2.2"
OTHERS = ("llama-stack-0.2.3", "llama-stack-0.2.8")
TEXTS = {"owls": "The owl hunts at night.", "oaks": "An oak grows for centuries."}
CHUNKS = [{"content": text, "metadata": {"document_id": name}} for name, text in TEXTS.items()]


def register(url, store, **given):
    return client.post(
        f"{url}/vector-dbs", {"vector_db_id": store, "embedding_model": EMBEDDING_MODEL, **given}
    )


def insert(url, store, *chunks, **given):
    client.post(f"{url}/vector-io/insert", {"vector_db_id": store, "chunks": chunks, **given})


def search(url, store, query, **params):
    asked = {"vector_db_id": store, "query": query, "params": params}
    return client.post(f"{url}/vector-io/query", asked)


def found(url, store, query, **params):
    return [it["metadata"]["document_id"] for it in search(url, store, query, **params)["chunks"]]


def stores(url):
    return {store["identifier"] for store in client.get(f"{url}/vector-dbs")["data"]}


@pytest.mark.parametrize("line", lines("llama-stack-0.2.10", others=OTHERS))
def test_another_stack_keeps_chunks(line, stack, tmp_path):
    with ModelService() as models:
        environ = {
            "ACME_DB_PATH": str(tmp_path / "storage" / "vectors.db"),
            "ACME_MODELS_URL": models.url,
            "ACME_EMBEDDING_MODEL": EMBEDDING_MODEL,
        }
        with pair("vector_io", TARGET, stack(line), tmp_path, environ) as (front, behind):
            _chunks(front, behind)
            _stores(front, behind)


def _chunks(front, behind):
    """Chunks that are put in at the one are found at both."""
    register(front, "team/docs")
    insert(front, "team/docs", *CHUNKS)

    for name, text in TEXTS.items():
        assert found(front, "team/docs", text, max_chunks=1) == [name]
        assert found(front, "team/docs", text, score_threshold=0.999) == [name]
        parts = [{"type": "text", "text": text}]
        answer = search(front, "team/docs", parts)
        assert answer == search(behind, "team/docs", parts)
        assert answer["chunks"][0]["content"] == text
        assert answer["scores"][0] == pytest.approx(1)

    passing = {"content": "Gone soon.", "metadata": {"document_id": "news"}}
    insert(front, "team/docs", passing, ttl_seconds=1)
    until(lambda: found(front, "team/docs", "Gone soon.", score_threshold=0.999), lambda it: not it)

    assert refused(lambda: search(front, "team/docs", "owl", mode="keyword")) == 501
    image = [{"type": "image", "image": {"url": {"uri": "http://127.0.0.1/owl.png"}}}]
    assert refused(lambda: search(front, "team/docs", image)) == 400


def _stores(front, behind):
    """What is made or removed at the one is so at the other."""
    register(behind, "there")
    insert(behind, "there", *CHUNKS)
    register(front, "there")
    assert found(front, "there", TEXTS["owls"], max_chunks=1) == ["owls"]
    assert refused(lambda: register(front, "here", provider_vector_db_id="there")) == 400
    assert stores(front) == stores(behind) == {"team/docs", "there"}

    client.delete(f"{front}/vector-dbs/team/docs")
    client.delete(f"{behind}/vector-dbs/there")
    assert refused(lambda: search(front, "there", "owl")) == 400
    client.delete(f"{front}/vector-dbs/there")
    assert stores(front) == stores(behind) == set()

    register(front, "team/docs")
    assert search(front, "team/docs", "owl") == {"chunks": [], "scores": []}
