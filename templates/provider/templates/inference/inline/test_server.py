"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

import json
from pathlib import Path

from validate_provider.testing import stack_server

RUN_CONFIG = {{ cookiecutter.__run_config }}
MESSAGES = [{"role": "user", "content": "good day"}]
CHAT = {"model": "{{ cookiecutter.name }}/toy-chat", "messages": MESSAGES}
TEXTS = {"model": "{{ cookiecutter.name }}/toy-embedding", "input": ["good day"]}
WORDS = ["You", " said:", " good", " day", ""]


def test_server(tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        models = {model["{{ line.model_key }}"] for model in client.get("{{ line.openai }}/models").json()["data"]}
        assert models == {CHAT["model"], TEXTS["model"]{% if line.reranks %}, "{{ cookiecutter.name }}/toy-rerank"{% endif %}}

        answer = client.post("{{ line.openai }}/chat/completions", json=CHAT)
        assert answer.json()["choices"][0]["message"]["content"] == "You said: good day"

        with client.stream("POST", "{{ line.openai }}/chat/completions", json=CHAT | {"stream": True}) as stream:
            lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: {")]
        assert [json.loads(line)["choices"][0]["delta"]["content"] for line in lines] == WORDS

        answer = client.post("{{ line.openai }}/embeddings", json=TEXTS)
        assert len(answer.json()["data"][0]["embedding"]) == 256

        refused = client.post("{{ line.openai }}/chat/completions", json=CHAT | {"n": 1, "logprobs": True})
        assert refused.status_code == 400
{%- if 'arguments' in starter.folders %}

        own = {"model_id": CHAT["model"], "messages": MESSAGES}
        answer = client.post("/v1/inference/chat-completion", json=own)
        assert answer.json()["completion_message"]["content"] == "You said: good day"

        with client.stream("POST", "/v1/inference/chat-completion", json=own | {"stream": True}) as stream:
            lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: {")]
        assert [json.loads(line)["event"]["delta"]["text"] for line in lines] == ["", *WORDS]
{%- endif %}
