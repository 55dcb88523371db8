"""The safety providers that are written, on real servers: once more, and behind another."""

import pytest

from stacks import client
from stacks.environments import version
from tests.real.targets import TARGETS, stacks
from validate_provider.live.server import Server

CARD = "My card is 4111 1111 1111 1111."
KEY = "-----BEGIN PRIVATE KEY-----"


@pytest.fixture(params=stacks(["llama-stack-0.2.22", "llama-stack-0.7.3"], ogx=False))
def line(request):
    return request.param


@pytest.fixture
def server(line, stack, written, tmp_path):
    """Start the line's server with a package's own run config, each time on what it kept."""

    def start(kind, **environ):
        project, _ = written("safety", TARGETS[line], kind)
        home = tmp_path / kind
        home.mkdir(exist_ok=True)
        run = project / "run.yaml"
        return Server(stack(line), run, path=[project / "src"], environ=environ, home=home)

    return start


@pytest.fixture
def openai(line):
    """Where the line has its OpenAI routes."""
    return "/v1/openai/v1" if version(line) < (0, 3) else "/v1"


def run(server, shield, text):
    """Run a shield; give the violation, None if there is none."""
    messages = [{"role": "user", "content": text}]
    body = {"shield_id": shield, "messages": messages, "params": {}}
    return client.post(f"{server.url}/v1/safety/run-shield", body).get("violation")


def register(server, shield, **params):
    body = {"shield_id": shield, "provider_id": "acme", "params": params}
    return client.post(f"{server.url}/v1/shields", body)


def test_shields_survive_a_restart_and_serve_another_stack(server, openai, line):
    with server("inline") as first:
        assert run(first, "acme", CARD)["user_message"] == "Card numbers must not be sent."
        assert run(first, "acme", "Good day.") is None
        assert register(first, "keys", rules=["private-key"])["identifier"] == "keys"
        with pytest.raises(client.HTTPError, match="must name rules of private-key, card-number"):
            register(first, "other", rules=["no-such-rule"])

    with server("inline") as far:
        assert run(far, "keys", CARD) is None
        assert run(far, "keys", KEY)["metadata"] == {"violation_type": "secrets"}

        with server("remote", ACME_URL=far.url + openai, ACME_MODEL="keys") as near:
            if line == "llama-stack-0.2.17":  # there are no moderations yet
                with pytest.raises(client.HTTPError):
                    run(near, "acme", KEY)
                return
            assert run(near, "acme", KEY)["metadata"] == {"violation_type": "secrets"}
            assert run(near, "acme", CARD) is None

            body = {"model": "keys", "input": [KEY, "Good day."]}
            found, fine = client.post(f"{near.url}{openai}/moderations", body)["results"]
            assert (found["flagged"], found["categories"]) == (True, {"secrets": True})
            assert (fine["flagged"], fine["categories"]) == (False, {"secrets": False})

            register(near, "none")
            with pytest.raises(client.HTTPError, match="No shield associated") as refused:
                run(near, "none", KEY)
            assert refused.value.status == 400
