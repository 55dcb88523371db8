"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

from pathlib import Path

from validate_provider.testing import stack_server

from conftest import FilesService

RUN_CONFIG = {{ cookiecutter.__run_config }}
CONTENT = bytes(range(256))


def test_server(service: FilesService, tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path, {{ cookiecutter.__env }}_URL=service.url) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        sent = {"file": ("all bytes.bin", CONTENT)}
        own_key = {"{{ line.data_header }}": '{"{{ cookiecutter.__env.lower() }}_api_key": "own"}'}
        form = {"purpose": "assistants"}
        file = client.post("{{ cookiecutter.__openai }}/files", files=sent, data=form, headers=own_key).json()
        assert (file["filename"], file["bytes"]) == ("all bytes.bin", 256)
        assert service.authorization == "Bearer own"

        assert client.get("{{ cookiecutter.__openai }}/files").json()["data"] == [file]
        assert client.get(f"{{ cookiecutter.__openai }}/files/{file['id']}").json() == file
        service.disposition = 'attachment; filename="報告.pdf"'
        content = client.get(f"{{ cookiecutter.__openai }}/files/{file['id']}/content")
        assert (content.content, content.headers["Content-Disposition"]) == (CONTENT, service.disposition)

        assert client.delete(f"{{ cookiecutter.__openai }}/files/{file['id']}").json()["deleted"]
        unknown = client.get(f"{{ cookiecutter.__openai }}/files/{file['id']}")
        assert unknown.status_code == {% if line.status_of_errors %}404{% else %}400{% endif %}
