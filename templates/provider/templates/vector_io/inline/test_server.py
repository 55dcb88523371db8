"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

from pathlib import Path

from validate_provider.testing import stack_server

from conftest import DIMENSION, MODEL, EmbeddingService

RUN_CONFIG = {{ cookiecutter.__run_config }}
TEXTS = {"birds.txt": "The owl hunts at night.", "trees.txt": "An oak grows for centuries."}


def test_server(service: EmbeddingService, tmp_path: Path) -> None:
    settings = {
        "{{ cookiecutter.__env }}_DB_PATH": str(tmp_path / "storage" / "vectors.db"),
        "{{ cookiecutter.__env }}_MODELS_URL": service.url,
        "{{ cookiecutter.__env }}_EMBEDDING_MODEL": MODEL,
        "{{ cookiecutter.__env }}_EMBEDDING_DIMENSION": str(DIMENSION),
    }
    stores = "{{ line.openai }}/vector_stores"

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        store = client.post(stores, json={"name": "docs"}).json()
        files = {}
        for name, text in TEXTS.items():
            sent = {"file": (name, text.encode())}
            upload = client.post("{{ line.openai }}/files", files=sent, data={"purpose": "assistants"}).json()
            files[name] = upload["id"]
            file = client.post(f"{stores}/{store['id']}/files", json={"file_id": upload["id"]}).json()
            assert (file["status"], file["last_error"]) == ("completed", None)

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        assert client.get(f"{stores}/{store['id']}").json()["file_counts"]["completed"] == 2

        results = client.post(f"{stores}/{store['id']}/search", json={"query": "Which bird hunts at night?"}).json()
        assert results["data"][0]["filename"] == "birds.txt"
        assert results["data"][0]["content"][0]["text"] == TEXTS["birds.txt"]

        assert client.delete(f"{stores}/{store['id']}/files/{files['birds.txt']}").json()["deleted"]
        results = client.post(f"{stores}/{store['id']}/search", json={"query": "Which bird hunts at night?"}).json()
        assert [result["filename"] for result in results["data"]] == ["trees.txt"]

        assert client.delete(f"{stores}/{store['id']}").json()["deleted"]
        assert client.get(f"{stores}/{store['id']}").is_client_error
