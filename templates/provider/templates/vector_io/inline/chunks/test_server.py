"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

from pathlib import Path

from validate_provider.testing import stack_server

from conftest import MODEL, EmbeddingService

RUN_CONFIG = {{ cookiecutter.__run_config }}
STORES, CHUNKS = "/v1/vector-dbs", "/v1/vector-io"
TEXTS = {"birds": "The owl hunts at night.", "trees": "An oak grows for centuries."}
QUERY = {"vector_db_id": "docs", "query": "Which bird hunts at night?", "params": {"max_chunks": 1}}


def test_server(service: EmbeddingService, tmp_path: Path) -> None:
    settings = {
        "{{ cookiecutter.__env }}_DB_PATH": str(tmp_path / "storage" / "vectors.db"),
        "{{ cookiecutter.__env }}_MODELS_URL": service.url,
        "{{ cookiecutter.__env }}_EMBEDDING_MODEL": MODEL,
    }

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        store = {"vector_db_id": "docs", "embedding_model": MODEL}
        assert client.post(STORES, json=store).is_success
        chunks = [{"content": text, "metadata": {"document_id": name}} for name, text in TEXTS.items()]
        assert client.post(f"{CHUNKS}/insert", json={"vector_db_id": "docs", "chunks": chunks}).is_success

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        [chunk] = client.post(f"{CHUNKS}/query", json=QUERY).json()["chunks"]
        assert (chunk["content"], chunk["metadata"]) == (TEXTS["birds"], {"document_id": "birds"})

        assert client.delete(f"{STORES}/docs").is_success
        assert client.post(f"{CHUNKS}/query", json=QUERY).is_client_error
        assert client.post(STORES, json=store).is_success
        assert client.post(f"{CHUNKS}/query", json=QUERY).json() == {"chunks": [], "scores": []}
