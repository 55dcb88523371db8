"""The provider in the real {{ cookiecutter.__product }} server, asked over HTTP."""

from pathlib import Path

{% if line.moderations_since -%}
import llama_stack.apis.safety
{% endif -%}
from validate_provider.testing import stack_server

RUN_CONFIG = {{ cookiecutter.__run_config }}
CARD = "My card is 4111 1111 1111 1111."


def test_server(tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::{{ cookiecutter.name }}" in [provider["provider_type"] for provider in providers]

        def run(text: str) -> dict[str, object] | None:
            messages = [{"role": "user", "content": text}]
            request = {"shield_id": "{{ cookiecutter.name }}", "messages": messages{% if "arguments" in starter.folders %}, "params": {}{% endif %}}
            answer = client.post("/v1/safety/run-shield", json=request).raise_for_status()
            violation: dict[str, object] | None = answer.json().get("violation")
            return violation

        violation = run(CARD)
        assert violation is not None
        assert violation["user_message"] == "Card numbers must not be sent."
        assert run("Good day.") is None
{%- if line.moderates and not line.moderations_since %}

        request = {"model": "{{ cookiecutter.name }}", "input": [CARD, "Good day."]}
        answer = client.post("{{ cookiecutter.__openai }}/moderations", json=request).raise_for_status()
        assert [result["flagged"] for result in answer.json()["results"]] == [True, False]
{%- elif line.moderates %}

        if hasattr(llama_stack.apis.safety, "ModerationObject"):  # since {{ line.moderations_since }}
            request = {"model": "{{ cookiecutter.name }}", "input": [CARD, "Good day."]}
            answer = client.post("{{ cookiecutter.__openai }}/moderations", json=request).raise_for_status()
            assert [result["flagged"] for result in answer.json()["results"]] == [True, False]
{%- endif %}
