"""The inference provider that is written, on the real server of each line."""

import pytest

from new_provider.facts import facts
from stacks import client
from stacks.environments import version
from stacks.model_service import (
    CHAT_MODEL,
    DIMENSIONS,
    EMBEDDING_MODEL,
    MODELS,
    RERANK_MODEL,
    ModelService,
    embed,
)
from stacks.run_config import Provider, run_config
from validate_provider.live.server import Server

TARGETS = {
    "llama-stack-0.2.17": "llama-stack-0.2.16",
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.7.3": "llama-stack-0.7",
    "ogx-1.0.4": "ogx-0.8",
    "ogx-1.5.0": "ogx-0.8",
}
MESSAGES = {"ogx-1.5.0"}
"""The lines that ask a provider for messages of Anthropic's protocol."""
MODEL = f"acme/{CHAT_MODEL}"
HELLO = [{"role": "user", "content": "hello there"}]
REPLY = "You said: hello there"
WORDS = ["You", " said:", " hello", " there"]


@pytest.fixture(
    scope="module",
    params=[
        # One worker, and so one server, for all tests of a line.
        pytest.param(line, marks=pytest.mark.xdist_group(f"generated-inference-{line}"))
        for line in TARGETS
    ],
)
def line(request):
    return request.param


@pytest.fixture(scope="module")
def service():
    with ModelService(api_key="secret") as service:
        yield service


@pytest.fixture(scope="module")
def ranks(line):
    """Whether the line passes requests to rank texts on."""
    return bool(facts()["_lines"][TARGETS[line]]["reranks"])


@pytest.fixture(scope="module")
def server(line, stack, written, service, ranks, tmp_path_factory):
    """The line's server with the provider in it, and what asks it for messages."""
    project, package = written("inference", TARGETS[line])
    state = tmp_path_factory.mktemp("state")
    provider = Provider(
        api="inference",
        provider_type="remote::acme",
        module=package,
        config={
            "url": service.url,
            "api_key": "${env.ACME_API_KEY}",
            "embedding_models": {EMBEDDING_MODEL: DIMENSIONS},
            **({"rerank_models": [RERANK_MODEL]} if ranks else {}),
        },
        provider_id="acme",
    )
    providers = [provider]
    if line in MESSAGES:
        store = {"kvstore": {"backend": "kv_default", "namespace": "messages"}}
        providers.append(
            Provider(api="messages", provider_type="inline::builtin", module=None, config=store)
        )
    run = state / "run.yaml"
    run.write_text(run_config(line, state, providers))
    environ = {"ACME_API_KEY": "secret"}
    with Server(stack(line), run, path=[project / "src"], environ=environ) as server:
        yield server


@pytest.fixture
def openai(line, server):
    """Where the line has its OpenAI routes."""
    old = line.startswith("llama-stack") and version(line) < (0, 3)
    return f"{server.url}/v1/openai/v1" if old else f"{server.url}/v1"


@pytest.fixture
def own(line, server):
    """Where a line of its own routes has them."""
    if not line.startswith("llama-stack-0.2."):
        pytest.skip("this line has OpenAI routes only")
    return f"{server.url}/v1/inference"


def test_provider_is_listed(server):
    listed = client.get(f"{server.url}/v1/providers")["data"]
    [listed] = [provider for provider in listed if provider["api"] == "inference"]
    assert (listed["provider_id"], listed["provider_type"]) == ("acme", "remote::acme")


def test_models_are_listed(openai):
    listed = {model["id"] for model in client.get(f"{openai}/models")["data"]}
    assert listed == {f"acme/{name}" for name in MODELS}


def test_chat(openai):
    answer = client.post(f"{openai}/chat/completions", {"model": MODEL, "messages": HELLO})
    assert answer["choices"][0]["message"]["content"] == REPLY
    assert answer["usage"]["completion_tokens"] == len(WORDS)


def test_chat_in_pieces(openai):
    body = {"model": MODEL, "messages": HELLO, "stream": True}
    choices = [piece["choices"][0] for piece in client.stream(f"{openai}/chat/completions", body)]
    assert [choice["delta"].get("content") for choice in choices] == ["", *WORDS, None]
    assert choices[-1]["finish_reason"] == "stop"


def test_usage_comes_with_the_pieces(openai):
    options = {"stream": True, "stream_options": {"include_usage": True}}
    body = {"model": MODEL, "messages": HELLO, **options}
    *_, last = client.stream(f"{openai}/chat/completions", body)
    assert last["choices"] == []
    assert last["usage"]["completion_tokens"] == len(WORDS)


def test_completion(openai):
    answer = client.post(f"{openai}/completions", {"model": MODEL, "prompt": "hello there"})
    assert answer["choices"][0]["text"] == REPLY


def test_completion_in_pieces(openai):
    body = {"model": MODEL, "prompt": "hello there", "stream": True}
    choices = [piece["choices"][0] for piece in client.stream(f"{openai}/completions", body)]
    assert [choice["text"] for choice in choices] == [*WORDS, ""]
    assert [choice["finish_reason"] for choice in choices] == [*[None] * len(WORDS), "stop"]


def test_embeddings(openai):
    body = {"model": f"acme/{EMBEDDING_MODEL}", "input": ["hello", "there"]}
    answer = client.post(f"{openai}/embeddings", body)
    vectors = [entry["embedding"] for entry in answer["data"]]
    assert vectors == [pytest.approx(embed("hello")), pytest.approx(embed("there"))]


def test_texts_are_ranked(server, ranks):
    if not ranks:
        pytest.skip("this line passes no such request on")
    body = {"model": f"acme/{RERANK_MODEL}", "query": "good day", "items": ["a day", "good day"]}
    answer = client.post(f"{server.url}/v1alpha/inference/rerank", body)
    assert [(it["index"], it["relevance_score"]) for it in answer["data"]] == [(1, 1), (0, 0.5)]


@pytest.fixture
def messages(line, server):
    """Where a line that asks a provider for messages has them."""
    if line not in MESSAGES:
        pytest.skip("this line asks no provider for messages")
    return f"{server.url}/v1/messages"


def test_message(messages):
    answer = client.post(messages, {"model": MODEL, "messages": HELLO, "max_tokens": 9})
    assert answer["content"][0]["text"] == REPLY
    assert answer["usage"]["output_tokens"] == len(WORDS)


def test_message_in_pieces(messages):
    body = {"model": MODEL, "messages": HELLO, "max_tokens": 9, "stream": True}
    events = list(client.stream(messages, body))
    said = [it["delta"]["text"] for it in events if it["type"] == "content_block_delta"]
    assert said == WORDS
    assert (events[0]["type"], events[-1]["type"]) == ("message_start", "message_stop")


def test_tokens_of_a_message(messages):
    counted = client.post(f"{messages}/count_tokens", {"model": MODEL, "messages": HELLO})
    assert counted == {"input_tokens": 2}


def test_refused_message_is_told(messages):
    body = {"model": MODEL, "messages": [{"role": "assistant", "content": "a"}], "max_tokens": 9}
    with pytest.raises(client.HTTPError, match="no message of the user's") as refused:
        client.post(messages, body)
    assert refused.value.status == 400


def test_service_is_asked_by_its_own_name_for_the_model(openai, service):
    client.post(f"{openai}/chat/completions", {"model": MODEL, "messages": HELLO})
    asked = service.requests[-1]
    assert asked.authorization == "Bearer secret"
    assert asked.body == {"model": CHAT_MODEL, "messages": HELLO}


def test_refusal_is_told(openai, line):
    # The service wants a message of the user's, and says so.
    body = {"model": MODEL, "messages": [{"role": "system", "content": "hello"}]}
    with pytest.raises(client.HTTPError, match="no message of the user's") as refused:
        client.post(f"{openai}/chat/completions", body)
    assert refused.value.status == 400


def test_own_chat(own):
    answer = client.post(f"{own}/chat-completion", {"model_id": MODEL, "messages": HELLO})
    assert answer["completion_message"]["content"] == REPLY
    assert answer["completion_message"]["stop_reason"] == "end_of_turn"


def test_own_chat_in_pieces(own):
    body = {"model_id": MODEL, "messages": HELLO, "stream": True}
    events = [piece["event"] for piece in client.stream(f"{own}/chat-completion", body)]
    assert [event["event_type"] for event in events] == [
        "start",
        *["progress"] * len(WORDS),
        "complete",
    ]
    assert "".join(event["delta"]["text"] for event in events) == REPLY


def test_own_completion(own):
    answer = client.post(f"{own}/completion", {"model_id": MODEL, "content": "hello there"})
    assert (answer["content"], answer["stop_reason"]) == (REPLY, "end_of_turn")


def test_own_completion_in_pieces(own):
    body = {"model_id": MODEL, "content": "hello there", "stream": True}
    pieces = list(client.stream(f"{own}/completion", body))
    assert "".join(piece["delta"] for piece in pieces) == REPLY
    assert pieces[-1]["stop_reason"] == "end_of_turn"


def test_own_embeddings(own):
    body = {"model_id": f"acme/{EMBEDDING_MODEL}", "contents": ["hello"]}
    [vector] = client.post(f"{own}/embeddings", body)["embeddings"]
    assert vector == pytest.approx(embed("hello"))
