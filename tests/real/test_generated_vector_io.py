"""The vector_io providers that are written, one before the other: two real servers of each line.

The remote one forwards to a second server, which keeps vectors by the inline one.
"""

import os
import time

import pytest

from stacks import client
from stacks.model_service import DIMENSIONS, EMBEDDING_MODEL, ModelService
from tests.written import write
from validate_provider.live.server import Server

TARGETS = {"llama-stack-0.7.3": "llama-stack-0.7", "ogx-1.5.0": "ogx-0.8"}
if os.environ.get("CELLS_ALL"):
    TARGETS |= {"llama-stack-0.6.1": "llama-stack-0.5", "ogx-1.0.4": "ogx-0.8"}
TEXTS = {"owls.txt": "The owl hunts at night.", "oaks.txt": "An oak grows for centuries."}
PURPOSE = {"purpose": "assistants"}


@pytest.fixture(
    scope="module",
    params=[
        # One worker, and so two servers, for all tests of a line.
        pytest.param(line, marks=pytest.mark.xdist_group(f"generated-vector-io-{line}"))
        for line in TARGETS
    ],
)
def line(request):
    return request.param


@pytest.fixture(scope="module")
def start(line, stack, tmp_path_factory):
    """Start a server with a freshly written package."""
    with ModelService() as models:

        def start(kind, name, **environ):
            into = tmp_path_factory.mktemp(name)
            project, _ = write("vector_io", TARGETS[line], into, kind, name=name)
            given = {
                "MODELS_URL": models.url,
                "EMBEDDING_MODEL": EMBEDDING_MODEL,
                "EMBEDDING_DIMENSION": str(DIMENSIONS),
                **environ,
            }
            variables = {f"{name.upper()}_{key}": value for key, value in given.items()}
            run = project / "run.yaml"
            return Server(stack(line), run, path=[project / "src"], environ=variables)

        yield start


@pytest.fixture(scope="module")
def behind(start, tmp_path_factory):
    path = tmp_path_factory.mktemp("storage") / "vectors.db"
    with start("inline", "behind", DB_PATH=str(path)) as server:
        yield f"{server.url}/v1"


@pytest.fixture(scope="module")
def front(start, behind):
    with start("remote", "front", URL=behind) as server:
        yield f"{server.url}/v1"


@pytest.fixture(scope="module")
def uploads(behind):
    """The ids of files that lie in the service, by their names."""
    return {
        name: client.upload(f"{behind}/files", PURPOSE, name=name, content=text.encode())["id"]
        for name, text in TEXTS.items()
    }


@pytest.fixture
def store(front):
    """The URL of a vector store, asked for through both."""
    made = client.post(f"{front}/vector_stores", {"name": "docs", "metadata": {"team": "red"}})
    assert (made["name"], made["metadata"]) == ("docs", {"team": "red"})
    return f"{front}/vector_stores/{made['id']}"


def found(store, query, **given):
    results = client.post(f"{store}/search", {"query": query, **given})["data"]
    return [result["filename"] for result in results]


def test_search(store, uploads):
    for name, file_id in uploads.items():
        asked = {"file_id": file_id, "attributes": {"name": name}}
        file = client.post(f"{store}/files", asked)
        assert (file["id"], file["status"], file["vector_store_id"]) == (
            file_id,
            "completed",
            store.rpartition("/")[2],
        )

    for name, text in TEXTS.items():
        assert found(store, text, max_num_results=1) == [name]
        assert found(store, text, ranking_options={"score_threshold": 0.99}) == [name]
    oaks = {"type": "eq", "key": "name", "value": "oaks.txt"}
    assert found(store, TEXTS["owls.txt"], filters=oaks) == ["oaks.txt"]
    assert client.get(store)["file_counts"]["completed"] == 2


def test_file(store, uploads):
    file_id = uploads["owls.txt"]
    client.post(f"{store}/files", {"file_id": file_id})

    changed = client.post(f"{store}/files/{file_id}", {"attributes": {"year": 1969}})
    assert changed["attributes"] == {"year": 1969}
    assert client.get(f"{store}/files/{file_id}") == changed
    assert client.get(f"{store}/files")["data"] == [changed]
    [content] = client.get(f"{store}/files/{file_id}/content?include_embeddings=true")["data"]
    assert (content["text"], len(content["embedding"])) == (TEXTS["owls.txt"], DIMENSIONS)

    assert client.delete(f"{store}/files/{file_id}")["deleted"]
    assert found(store, TEXTS["owls.txt"]) == []
    assert client.get(f"{store}/files")["data"] == []


def test_batch(store, uploads):
    batch = client.post(f"{store}/file_batches", {"file_ids": [*uploads.values(), "file-0"]})
    while batch["status"] == "in_progress":
        time.sleep(0.05)
        batch = client.get(f"{store}/file_batches/{batch['id']}")

    counts = batch["file_counts"]
    assert (batch["status"], counts["completed"], counts["failed"]) == ("completed", 2, 1)
    files = client.get(f"{store}/file_batches/{batch['id']}/files?filter=completed&order=asc")
    assert [file["id"] for file in files["data"]] == list(uploads.values())
    assert client.post(f"{store}/file_batches/{batch['id']}/cancel", {})["status"] == "completed"


def test_stores(front, behind, store):
    listed = {entry["id"] for entry in client.get(f"{front}/vector_stores?limit=100")["data"]}
    store_id = store.rpartition("/")[2]
    assert store_id in listed

    changed = client.post(store, {"name": "papers"})
    assert (changed["id"], changed["name"], changed["metadata"]) == (
        store_id,
        "papers",
        {"team": "red"},
    )

    before = len(client.get(f"{behind}/vector_stores?limit=100")["data"])
    assert client.delete(store)["deleted"]
    assert len(client.get(f"{behind}/vector_stores?limit=100")["data"]) == before - 1


# The last one, for a server takes its time to tell of an error in its log.
def test_chunks_go_to_the_inline_one_alone(front, behind, store):
    made = client.post(f"{behind}/vector_stores", {"name": "chunks"})["id"]
    asked = {"query": "owl", "params": {"max_chunks": 1}}
    answer = client.post(f"{behind}/vector-io/query", {"vector_store_id": made, **asked})
    assert answer == {"chunks": [], "scores": []}

    with pytest.raises(client.HTTPError) as refused:
        client.post(
            f"{front}/vector-io/query", {"vector_store_id": store.rpartition("/")[2], **asked}
        )
    assert refused.value.status == 501
