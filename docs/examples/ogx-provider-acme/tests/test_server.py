"""The provider in the real OGX server, asked over HTTP."""

import json
from pathlib import Path

from validate_provider.testing import stack_server

from conftest import ModelService

RUN_CONFIG = Path(__file__).parent.parent / "run.yaml"
CHAT = {"model": "acme/parrot", "messages": [{"role": "user", "content": "good day"}]}


def test_server(service: ModelService, tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path, ACME_URL=service.url) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::acme" in [provider["provider_type"] for provider in providers]

        models = client.get("/v1/models").json()["data"]
        assert "acme/parrot" in [model["id"] for model in models]

        answer = client.post("/v1/chat/completions", json=CHAT)
        assert answer.json()["choices"][0]["message"]["content"] == "good day"

        # There may be what other providers want in it, too.
        brought = {"acme_api_key": "theirs", "another_api_key": "another"}
        headers = {"X-OGX-Provider-Data": json.dumps(brought)}
        client.post("/v1/chat/completions", json=CHAT, headers=headers).raise_for_status()
        assert service.authorization == "Bearer theirs"

        with client.stream("POST", "/v1/chat/completions", json=CHAT | {"stream": True}) as stream:
            lines = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: {")]
        assert [json.loads(line)["choices"][0]["delta"].get("content") for line in lines] == ["good", "day", None]
