"""The provider in the real {{ cookiecutter.__product }} server: it is loaded, and the server starts with it."""

from pathlib import Path

from validate_provider.testing import stack_server

RUN_CONFIG = {{ cookiecutter.__run_config }}


def test_server(tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "{{ cookiecutter.kind }}::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]
