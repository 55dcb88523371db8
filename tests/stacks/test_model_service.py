"""The model service answers as an OpenAI-compatible one does."""

import base64
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from stacks import client
from stacks.model_service import (
    CHAT_MODEL,
    EMBEDDING_MODEL,
    MODELS,
    RERANK_MODEL,
    THOUGHT,
    ModelService,
    embed,
)

ROOT = Path(__file__).parents[2]
HELLO = {"model": CHAT_MODEL, "messages": [{"role": "user", "content": "hello there"}]}


@pytest.fixture
def service():
    with ModelService() as service:
        yield service


def test_lists_its_models(service):
    listed = client.get(f"{service.url}/models")
    assert [model["id"] for model in listed["data"]] == list(MODELS)


def test_repeats_what_it_is_told(service):
    answer = client.post(f"{service.url}/chat/completions", HELLO)
    assert answer["choices"][0]["message"] == {
        "role": "assistant",
        "content": "You said: hello there",
    }
    assert answer["usage"] == {"prompt_tokens": 2, "completion_tokens": 4, "total_tokens": 6}


def test_answers_the_last_message_of_the_user(service):
    parts = [{"type": "text", "text": "second"}]
    said = [*HELLO["messages"], {"role": "assistant", "content": "x"}]
    body = {"model": CHAT_MODEL, "messages": [*said, {"role": "user", "content": parts}]}
    answer = client.post(f"{service.url}/chat/completions", body)
    assert answer["choices"][0]["message"]["content"] == "You said: second"


def test_streams_the_same_words(service):
    chunks = list(client.stream(f"{service.url}/chat/completions", HELLO | {"stream": True}))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert len(deltas) == 6
    assert "".join(delta.get("content", "") for delta in deltas) == "You said: hello there"
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


def test_tells_what_it_thinks_if_that_is_wanted(service):
    body = HELLO | {"reasoning_effort": "low"}
    answer = client.post(f"{service.url}/chat/completions", body)
    assert answer["choices"][0]["message"]["reasoning_content"] == THOUGHT
    first, *rest = client.stream(f"{service.url}/chat/completions", body | {"stream": True})
    assert first["choices"][0]["delta"]["reasoning_content"] == THOUGHT
    assert not any("reasoning_content" in chunk["choices"][0]["delta"] for chunk in rest)


def test_ranks_texts(service):
    body = {"model": RERANK_MODEL, "query": "good day", "documents": ["bye", "a day", "good day"]}
    results = client.post(f"{service.url}/rerank", body | {"top_n": 2})["results"]
    assert [(it["index"], it["relevance_score"]) for it in results] == [(2, 1), (1, 0.5)]


def test_answers_messages_of_anthropics_protocol(service):
    answer = client.post(f"{service.url}/messages", HELLO | {"max_tokens": 9})
    assert answer["content"] == [{"type": "text", "text": "You said: hello there"}]
    assert answer["usage"] == {"input_tokens": 2, "output_tokens": 4}
    counted = client.post(f"{service.url}/messages/count_tokens", HELLO)
    assert counted == {"input_tokens": 2}


def test_streams_such_messages(service):
    body = HELLO | {"max_tokens": 9, "stream": True}
    events = list(client.stream(f"{service.url}/messages", body))
    assert (events[0]["type"], events[-1]["type"]) == ("message_start", "message_stop")
    deltas = [event["delta"] for event in events if event["type"] == "content_block_delta"]
    assert "".join(delta["text"] for delta in deltas) == "You said: hello there"


def test_streams_the_usage_last_if_it_is_wanted(service):
    body = HELLO | {"stream": True, "stream_options": {"include_usage": True}}
    *_, last = client.stream(f"{service.url}/chat/completions", body)
    assert last["choices"] == []
    assert last["usage"]["total_tokens"] == 6


@pytest.mark.parametrize("streamed", [False, True])
def test_completes_a_prompt(service, streamed):
    body = {"model": CHAT_MODEL, "prompt": "once", "stream": streamed}
    url = f"{service.url}/completions"
    answers = list(client.stream(url, body)) if streamed else [client.post(url, body)]
    assert "".join(answer["choices"][0]["text"] for answer in answers) == "You said: once"


def test_embeds_each_text_as_floats_or_base64(service):
    body = {"model": EMBEDDING_MODEL, "input": ["a", "b"]}
    plain = client.post(f"{service.url}/embeddings", body)
    packed = client.post(f"{service.url}/embeddings", body | {"encoding_format": "base64"})
    assert [row["embedding"] for row in plain["data"]] == [embed("a"), embed("b")]
    unpacked = struct.unpack("<8f", base64.b64decode(packed["data"][1]["embedding"]))
    assert list(unpacked) == pytest.approx(embed("b"))
    assert embed("a") != embed("b")


@pytest.mark.parametrize(
    ("route", "body", "status"),
    [
        ("chat/completions", {"model": "other", "messages": []}, 404),
        ("chat/completions", {"model": CHAT_MODEL, "messages": []}, 400),
        ("chat/completions", [], 400),
        ("nosuch", {}, 404),
    ],
)
def test_refuses_as_openai_does(service, route, body, status):
    with pytest.raises(client.HTTPError, match='"error"') as refused:
        client.post(f"{service.url}/{route}", body)
    assert refused.value.status == status


def test_wants_its_key_and_remembers_what_it_was_asked():
    with ModelService(api_key="secret") as service:
        with pytest.raises(client.HTTPError, match="no valid API key") as refused:
            client.get(f"{service.url}/models")
        assert refused.value.status == 401
        assert [(r.method, r.path, r.authorization) for r in service.requests] == [
            ("GET", "/v1/models", None)
        ]


def test_runs_as_a_program():
    process = subprocess.Popen(
        [sys.executable, "-m", "stacks.model_service", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        url = process.stdout.readline().strip()
        assert client.get(f"{url}/models")["object"] == "list"
        os.kill(process.pid, signal.SIGINT)
    assert process.returncode == 0
