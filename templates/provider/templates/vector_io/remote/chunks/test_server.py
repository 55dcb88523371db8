"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

from pathlib import Path

from validate_provider.testing import stack_server

from conftest import OtherStack

RUN_CONFIG = {{ cookiecutter.__run_config }}
STORES, CHUNKS = "/v1/vector-dbs", "/v1/vector-io"
CHUNK = {"content": "The owl hunts.", "metadata": {"document_id": "birds"}}


def test_server(other: OtherStack, tmp_path: Path) -> None:
    other.answers |= {
        f"GET {STORES}": {"data": []},
        f"POST {STORES}": {},
        f"POST {CHUNKS}/insert": None,
        f"POST {CHUNKS}/query": {"chunks": [CHUNK], "scores": [0.5]},
    }
    settings = {
        "{{ cookiecutter.__env }}_URL": other.url,
        "{{ cookiecutter.__env }}_EMBEDDING_MODEL": "words",
    }

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        store = {"vector_db_id": "docs", "embedding_model": "words"}
        assert client.post(STORES, json=store).is_success
        assert other.asked[-1] == (f"POST {STORES}", store | {"embedding_dimension": 768})
        assert client.post(f"{CHUNKS}/insert", json={"vector_db_id": "docs", "chunks": [CHUNK]}).is_success
        answer = client.post(f"{CHUNKS}/query", json={"vector_db_id": "docs", "query": "owl"}).json()
        assert answer["scores"] == [0.5]
        assert answer["chunks"][0]["metadata"] == CHUNK["metadata"]

        other.status = 400
        assert client.post(f"{CHUNKS}/query", json={"vector_db_id": "docs", "query": "owl"}).status_code == 400
