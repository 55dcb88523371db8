"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

import json
from pathlib import Path

from validate_provider.testing import stack_server

from conftest import MODEL, VectorService

RUN_CONFIG = {{ cookiecutter.__run_config }}
CALLER = {"{{ line.data_header }}": json.dumps({"{{ cookiecutter.__env.lower() }}_api_key": "the caller's"})}


def test_server(service: VectorService, tmp_path: Path) -> None:
    settings = {
        "{{ cookiecutter.__env }}_URL": service.url,
        "{{ cookiecutter.__env }}_API_KEY": "ours",
        "{{ cookiecutter.__env }}_MODELS_URL": service.url,
        "{{ cookiecutter.__env }}_EMBEDDING_MODEL": MODEL,
    }
    stores = "{{ line.openai }}/vector_stores"

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        store = client.post(stores, json={"name": "docs"}).json()
        assert service.authorization == "Bearer ours"
        for file_id in ("file-1", "file-2"):
            file = client.post(f"{stores}/{store['id']}/files", json={"file_id": file_id}, headers=CALLER).json()
            assert (file["status"], file["vector_store_id"]) == ("completed", store["id"])
        assert service.authorization == "Bearer the caller's"

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        assert [kept["id"] for kept in client.get(stores).json()["data"]] == [store["id"]]
        results = client.post(f"{stores}/{store['id']}/search", json={"query": "what hunts at night"}).json()
        assert results["data"][0]["file_id"] == "file-1"
        assert client.delete(f"{stores}/{store['id']}").json()["id"] == store["id"]
        assert service.stores == {}
