"""The provider in the real {{ cookiecutter.__product }} server: it is loaded, and the server starts with it."""

from pathlib import Path

from server import running


def test_server(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "{{ cookiecutter.kind }}::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]
