"""A model service on this machine: small, but spoken to over HTTP as the real one is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

MODELS = ["parrot", "vectors"{% if line.reranks %}, "ranker"{% endif %}]


class ModelService(ThreadingHTTPServer):
    """Speaks the OpenAI protocol; its model repeats what it is told, and it keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.authorization: str | None = None
        self.api_key: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    """Keeps a connection open, and drops it without a word after an error."""

    protocol_version = "HTTP/1.1"
    server: ModelService
    has_failed = False

{% include cookiecutter._pieces ~ 'service/dropping.jinja' %}

    def do_GET(self) -> None:
        self.server.authorization = self.headers["Authorization"]
        self.answer({"object": "list", "data": [{"id": name} for name in MODELS]})

    def do_POST(self) -> None:
        self.server.authorization = self.headers["Authorization"]
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        if self.server.api_key and self.server.authorization != f"Bearer {self.server.api_key}":
            self.answer({"error": {"message": "wrong API key"}}, status=401)
        elif request["model"] not in MODELS:
            self.answer({"error": {"message": f"no model {request['model']}"}}, status=404)
        elif self.path == "/v1/embeddings":
            texts = [request["input"]] if isinstance(request["input"], str) else request["input"]
            vectors = [{"object": "embedding", "index": i, "embedding": [len(t), 0.5]} for i, t in enumerate(texts)]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            self.answer({"object": "list", "data": vectors, "model": request["model"], "usage": usage})
        elif self.path == "/v1/chat/completions":
            said = request["messages"][-1]["content"]
{%- if line.reasons %}
            thought = {"reasoning": "a greeting"} if "reasoning_effort" in request else {}
{%- endif %}
            if request.get("stream"):
                deltas = [{% if line.reasons %}*([thought] if thought else []), *({% endif %}{"content": word} for word in said.split(" "){% if line.reasons %}){% endif %}]
                pieces = [{"delta": delta, "finish_reason": None} for delta in deltas]
                self.stream("chat.completion.chunk", [*pieces, {"delta": {}, "finish_reason": "stop"}])
            else:
                message = {"role": "assistant", "content": said{% if line.reasons %}, **thought{% endif %}}
                self.answer(completion("chat.completion", {"message": message, "finish_reason": "stop"}))
        elif self.path == "/v1/completions":
            if request.get("stream"):
                pieces = [{"text": word, "finish_reason": None} for word in request["prompt"].split()]
                self.stream("text_completion", [*pieces, {"text": "", "finish_reason": "stop"}])
            else:
                self.answer(completion("text_completion", {"text": request["prompt"], "finish_reason": "stop"}))
{%- if line.reranks %}
        elif self.path == "/v1/rerank":
            query = request["query"].split()
            scores = [sum(word in query for word in text.split()) for text in request["documents"]]
            self.answer({"results": [{"index": i, "relevance_score": score} for i, score in enumerate(scores)]})
{%- endif %}
{%- if line.messages_since %}
        elif self.path == "/v1/messages/count_tokens":
            self.answer({"input_tokens": len(request["messages"][-1]["content"].split())})
        elif self.path == "/v1/messages":
            self.message(request["messages"][-1]["content"], stream=request.get("stream"))
{%- endif %}
        else:
            self.answer({"hello": "world"})

{% if line.messages_since %}    def message(self, said: str, stream: bool | None) -> None:
        head = {"id": "1", "type": "message", "role": "assistant", "model": "parrot"}
        if stream:
            deltas = [{"type": "text_delta", "text": word} for word in said.split()]
            pieces = [{"type": "content_block_delta", "index": 0, "delta": delta} for delta in deltas]
            start = {"type": "message_start", "message": head | {"content": []}}
            self.send([json.dumps(event) for event in (start, *pieces, {"type": "message_stop"})])
        else:
            self.answer(head | {"content": [{"type": "text", "text": said}]})

{% endif %}    def answer(self, body: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.has_failed = status >= 400
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def stream(self, kind: str, choices: list[dict[str, Any]]) -> None:
        # As they are, characters that end a line elsewhere are none of JSON's business.
        events = [json.dumps(completion(kind, choice), ensure_ascii=False) for choice in choices]
        self.send([*events, "[DONE]"])

    def send(self, events: list[str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for event in events:
            self.wfile.write(f"data: {event}\n\n".encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test report free of access logs."""


def completion(kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 1, "model": "parrot", "choices": [{"index": 0, **choice}]}


@pytest.fixture
def service() -> Iterator[ModelService]:
    server = ModelService()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
