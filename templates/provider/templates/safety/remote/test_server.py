"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

from pathlib import Path

{% if line.moderations_since -%}
import llama_stack.apis.safety
{% endif -%}
from validate_provider.testing import stack_server

from conftest import ModerationsService

RUN_CONFIG = {{ cookiecutter.__run_config }}


def test_server(service: ModerationsService, tmp_path: Path) -> None:
    settings = {"{{ cookiecutter.__env }}_URL": service.url, "{{ cookiecutter.__env }}_MODEL": "watchful"}

    with stack_server(RUN_CONFIG, tmp_path, **settings) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "remote::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        def run(text: str) -> dict[str, object] | None:
            messages = [{"role": "user", "content": text}]
            request = {"shield_id": "{{ cookiecutter.name }}", "messages": messages{% if "arguments" in starter.folders %}, "params": {}{% endif %}}
            answer = client.post("/v1/safety/run-shield", json=request).raise_for_status()
            violation: dict[str, object] | None = answer.json().get("violation")
            return violation

        violation = run("I'll kill the process.")
        assert violation is not None
        assert violation["metadata"] == {"violation_type": "violence"}
        assert run("Good day.") is None
{%- if line.moderates and not line.moderations_since %}

        own_key = {"{{ line.data_header }}": '{"{{ cookiecutter.__env.lower() }}_api_key": "own"}'}
        request = {"model": "watchful", "input": ["kill -9", "Good day."]}
        answer = client.post("{{ cookiecutter.__openai }}/moderations", json=request, headers=own_key)
        assert [result["flagged"] for result in answer.json()["results"]] == [True, False]
        assert service.authorization == "Bearer own"
{%- elif line.moderates %}

        if hasattr(llama_stack.apis.safety, "ModerationObject"):  # since {{ line.moderations_since }}
            own_key = {"{{ line.data_header }}": '{"{{ cookiecutter.__env.lower() }}_api_key": "own"}'}
            request = {"model": "watchful", "input": ["kill -9", "Good day."]}
            answer = client.post("{{ cookiecutter.__openai }}/moderations", json=request, headers=own_key)
            assert [result["flagged"] for result in answer.json()["results"]] == [True, False]
            assert service.authorization == "Bearer own"
{%- endif %}
