"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP, and again after a restart."""

from pathlib import Path

from validate_provider.testing import stack_server

RUN_CONFIG = {{ cookiecutter.__run_config }}
CONTENT = bytes(range(256))


def test_server(tmp_path: Path) -> None:
    settings = {"{{ cookiecutter.__env }}_STORAGE_DIR": str(tmp_path / "storage")}

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        sent = {"file": ("all bytes.bin", CONTENT)}
        file = client.post("{{ cookiecutter.__openai }}/files", files=sent, data={"purpose": "assistants"}).json()
        assert (file["filename"], file["bytes"]) == ("all bytes.bin", 256)
        assert client.get("{{ cookiecutter.__openai }}/files").json()["data"] == [file]

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        assert client.get(f"{{ cookiecutter.__openai }}/files/{file['id']}").json() == file
        assert client.get(f"{{ cookiecutter.__openai }}/files/{file['id']}/content").content == CONTENT

        assert client.delete(f"{{ cookiecutter.__openai }}/files/{file['id']}").json()["deleted"]
        assert client.get(f"{{ cookiecutter.__openai }}/files/{file['id']}").is_client_error
