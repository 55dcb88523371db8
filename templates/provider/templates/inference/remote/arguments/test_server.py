"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

import json
from pathlib import Path

from validate_provider.testing import stack_server

from conftest import ModelService

RUN_CONFIG = {{ cookiecutter.__run_config }}
MESSAGES = [{"role": "user", "content": "good day"}]
CHAT = {"model": "{{ cookiecutter.name }}/parrot", "messages": MESSAGES}
OWN_CHAT = {"model_id": "{{ cookiecutter.name }}/parrot", "messages": MESSAGES}


def test_server(service: ModelService, tmp_path: Path) -> None:
{%- if line.lists_models %}
    with stack_server(RUN_CONFIG, tmp_path, {{ cookiecutter.__env }}_URL=service.url) as client:
{%- else %}
    settings = {"{{ cookiecutter.__env }}_URL": service.url, "{{ cookiecutter.__env }}_MODEL": "parrot"}
    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
{%- endif %}
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        models = client.get("/v1/openai/v1/models").json()["data"]
        assert "{{ cookiecutter.name }}/parrot" in [model["id"] for model in models]

        answer = client.post("/v1/openai/v1/chat/completions", json=CHAT)
        assert answer.json()["choices"][0]["message"]["content"] == "good day"

        # There may be what other providers want in it, too.
        brought = {"{{ cookiecutter.__env.lower() }}_api_key": "theirs", "another_api_key": "another"}
        headers = {"{{ line.data_header }}": json.dumps(brought)}
        client.post("/v1/openai/v1/chat/completions", json=CHAT, headers=headers).raise_for_status()
        assert service.authorization == "Bearer theirs"

        with client.stream("POST", "/v1/openai/v1/chat/completions", json=CHAT | {"stream": True}) as stream:
            lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: {")]
        assert [json.loads(line)["choices"][0]["delta"].get("content") for line in lines] == ["good", "day", None]

        answer = client.post("/v1/inference/chat-completion", json=OWN_CHAT)
        assert answer.json()["completion_message"]["content"] == "good day"

        with client.stream("POST", "/v1/inference/chat-completion", json=OWN_CHAT | {"stream": True}) as stream:
            lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: {")]
        assert [json.loads(line)["event"]["delta"]["text"] for line in lines] == ["", "good", "day", ""]
