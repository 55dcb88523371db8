"""The provider in the real Llama Stack server, asked over HTTP."""

from pathlib import Path

from validate_provider.testing import stack_server

RUN_CONFIG = Path(__file__).parent.parent / "run.yaml"
CARD = "My card is 4111 1111 1111 1111."


def test_server(tmp_path: Path) -> None:
    with stack_server(RUN_CONFIG, tmp_path) as client:
        providers = client.get("/v1/providers").json()["data"]
        assert "inline::manners" in [provider["provider_type"] for provider in providers]

        def run(text: str) -> dict[str, object] | None:
            messages = [{"role": "user", "content": text}]
            request = {"shield_id": "manners", "messages": messages, "params": {}}
            answer = client.post("/v1/safety/run-shield", json=request).raise_for_status()
            violation: dict[str, object] | None = answer.json().get("violation")
            return violation

        violation = run(CARD)
        assert violation is not None
        assert violation["user_message"] == "Card numbers must not be sent."
        assert run("Good day.") is None

        request = {"model": "manners", "input": [CARD, "Good day."]}
        answer = client.post("/v1/moderations", json=request).raise_for_status()
        assert [result["flagged"] for result in answer.json()["results"]] == [True, False]
