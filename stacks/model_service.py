"""A small model service on loopback that speaks the OpenAI protocol, for providers to talk to.

It also ranks texts as Jina and Cohere do, and answers messages of Anthropic's protocol. It repeats
what it is told: every answer can be known beforehand.

    python -m stacks.model_service --port 0        prints its URL, then serves until it is ended
"""

import argparse
import base64
import hashlib
import json
import struct
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

CHAT_MODEL = "parrot-1"
EMBEDDING_MODEL = "parrot-embedding-1"
RERANK_MODEL = "parrot-rerank-1"
MODELS = (CHAT_MODEL, EMBEDDING_MODEL, RERANK_MODEL)
DIMENSIONS = 8
THOUGHT = "I say it again."
"""What the chat model thinks of every message."""
CREATED = 1_700_000_000
"""The time of making of everything it hands out: a fixed one, in seconds since 1970."""


def reply_to(text: str) -> str:
    """Say what the chat model answers to a message."""
    return f"You said: {text}"


def embed(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """Give the embedding of a text: numbers from -1 to 1, the same for the same text."""
    digest = hashlib.shake_256(text.encode()).digest(dimensions)
    return [byte / 127.5 - 1 for byte in digest]


def relevance(query: str, text: str) -> float:
    """Give the part of a query's words that a text has: from 0 to 1."""
    words = query.split()
    return sum(word in text.split() for word in words) / len(words)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that the service got."""

    method: str
    path: str
    authorization: str | None
    body: dict[str, Any] | None
    """The JSON of a POST; None for a GET."""


class ModelService:
    """The service, in a thread of this process: `with ModelService() as service: service.url`."""

    def __init__(self, port: int = 0, *, api_key: str | None = None) -> None:
        """Bind the service to loopback.

        Args:
            port: The port; 0 for any free one.
            api_key: The bearer token that it wants to see; None if it wants none.
        """
        self.requests: list[Request] = []
        """What it was asked, in order: so a test can see what a provider sent."""
        self._server = _Server(("127.0.0.1", port), self.requests, api_key)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the service, its requests and its thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve_until_ended(self) -> None:
        """Serve in this thread until Ctrl-C."""
        with self._server:
            self._server.serve_forever()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], requests: list[Request], api_key: str | None
    ) -> None:
        super().__init__(address, _Handler)
        self.requests = requests
        self.api_key = api_key


class _RefusalError(Exception):
    """A request that can't be answered, as OpenAI's errors are."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            body = json.loads(content)
        except json.JSONDecodeError:
            body = None
        if isinstance(body, dict):
            self._answer(body)
        else:
            self._send_json(400, _error("the body is not a JSON object"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keep quiet; `requests` holds what was asked."""

    def _answer(self, body: dict[str, Any] | None) -> None:
        authorization = self.headers.get("Authorization")
        self.server.requests.append(Request(self.command, self.path, authorization, body))
        if self.server.api_key and authorization != f"Bearer {self.server.api_key}":
            self._send_json(401, _error("no valid API key was given"))
            return
        path = self.path.partition("?")[0]
        try:
            answer = _route(self.command, path, body or {})
        except _RefusalError as refusal:
            self._send_json(refusal.status, _error(str(refusal)))
            return
        if isinstance(answer, dict):
            self._send_json(200, answer)
        else:
            # Anthropic's protocol ends without a word.
            self._send_events(answer, closing="" if path == "/v1/messages" else "data: [DONE]\n\n")

    def _send_json(self, status: int, answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_events(self, events: Iterator[dict[str, Any]], closing: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for event in events:
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.write(closing.encode())


_Answer = dict[str, Any] | Iterator[dict[str, Any]]
"""One JSON object, or the events of a stream."""


def _route(method: str, path: str, body: dict[str, Any]) -> _Answer:
    match method, path:
        case "GET", "/v1/models":
            return {"object": "list", "data": [_model(name) for name in MODELS]}
        case "POST", "/v1/chat/completions":
            return _chat(body)
        case "POST", "/v1/completions":
            return _completion(body)
        case "POST", "/v1/embeddings":
            return _embeddings(body)
        case "POST", "/v1/rerank":
            return _ranking(body)
        case "POST", "/v1/messages":
            return _message(body)
        case "POST", "/v1/messages/count_tokens":
            return {"input_tokens": _tokens(_asked(body))}
    raise _RefusalError(404, f"{method} {path} is not served here")


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "stack-provider-kit"}


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "code": None}}


def _check_model(body: dict[str, Any], name: str) -> None:
    if body.get("model") != name:
        asked = body.get("model")
        raise _RefusalError(404, f"the model {asked!r} does not exist; here it is {name!r}")


def _chat(body: dict[str, Any]) -> _Answer:
    prompt = _asked(body)
    reply = reply_to(prompt)
    thought = {"reasoning_content": THOUGHT} if body.get("reasoning_effort") else {}
    if body.get("stream"):
        first = {"role": "assistant", "content": "", **thought}
        deltas = [first, *({"content": word} for word in _words(reply))]
        choices: list[dict[str, Any]] = [
            {"index": 0, "delta": delta, "finish_reason": None} for delta in deltas
        ]
        choices.append({"index": 0, "delta": {}, "finish_reason": "stop"})
        return _chunks("chat.completion.chunk", body, choices, prompt, reply)
    message = {"role": "assistant", "content": reply, **thought}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return _envelope("chat.completion", CHAT_MODEL) | {
        "choices": [choice],
        "usage": _usage(prompt, reply),
    }


def _asked(body: dict[str, Any]) -> str:
    """Read what the user said last."""
    _check_model(body, CHAT_MODEL)
    said = [message for message in body.get("messages", []) if message.get("role") == "user"]
    if not said:
        raise _RefusalError(400, "no message of the user's")
    return _text(said[-1]["content"])


def _completion(body: dict[str, Any]) -> _Answer:
    _check_model(body, CHAT_MODEL)
    prompt = _text(body.get("prompt", ""))
    reply = reply_to(prompt)
    if body.get("stream"):
        choices: list[dict[str, Any]] = [
            {"index": 0, "text": word, "finish_reason": None} for word in _words(reply)
        ]
        choices.append({"index": 0, "text": "", "finish_reason": "stop"})
        return _chunks("text_completion", body, choices, prompt, reply)
    return _envelope("text_completion", CHAT_MODEL) | {
        "choices": [{"index": 0, "text": reply, "logprobs": None, "finish_reason": "stop"}],
        "usage": _usage(prompt, reply),
    }


def _embeddings(body: dict[str, Any]) -> dict[str, Any]:
    _check_model(body, EMBEDDING_MODEL)
    given = body.get("input", [])
    texts = [given] if isinstance(given, str) else given
    vectors = [embed(_text(text), body.get("dimensions") or DIMENSIONS) for text in texts]
    packed = body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": i, "embedding": _base64(v) if packed else v}
        for i, v in enumerate(vectors)
    ]
    tokens = sum(len(_text(text).split()) for text in texts)
    return {
        "object": "list",
        "model": EMBEDDING_MODEL,
        "data": data,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }


def _ranking(body: dict[str, Any]) -> dict[str, Any]:
    """Rank texts as Jina and Cohere do."""
    _check_model(body, RERANK_MODEL)
    results = [
        {"index": i, "relevance_score": relevance(body["query"], text)}
        for i, text in enumerate(body["documents"])
    ]
    results.sort(key=lambda result: result["relevance_score"], reverse=True)
    return {"model": RERANK_MODEL, "results": results[: body.get("top_n")]}


def _message(body: dict[str, Any]) -> _Answer:
    """Answer a chat in Anthropic's protocol."""
    prompt = _asked(body)
    reply = reply_to(prompt)
    usage = {"input_tokens": _tokens(prompt), "output_tokens": _tokens(reply)}
    head = {"id": "parrot-0", "type": "message", "role": "assistant", "model": CHAT_MODEL}
    if body.get("stream"):
        return _events(head | {"content": [], "usage": usage | {"output_tokens": 0}}, reply, usage)
    content = [{"type": "text", "text": reply}]
    return head | {"content": content, "stop_reason": "end_turn", "usage": usage}


def _events(head: dict[str, Any], reply: str, usage: dict[str, int]) -> Iterator[dict[str, Any]]:
    yield {"type": "message_start", "message": head}
    block = {"type": "text", "text": ""}
    yield {"type": "content_block_start", "index": 0, "content_block": block}
    for word in _words(reply):
        delta = {"type": "text_delta", "text": word}
        yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    yield {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": usage}
    yield {"type": "message_stop"}


def _base64(vector: Sequence[float]) -> str:
    """Pack as OpenAI does: little-endian 32-bit floats."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _chunks(
    kind: str,
    body: dict[str, Any],
    choices: Sequence[dict[str, Any]],
    prompt: str,
    reply: str,
) -> Iterator[dict[str, Any]]:
    for choice in choices:
        yield _envelope(kind, CHAT_MODEL) | {"choices": [choice]}
    if (body.get("stream_options") or {}).get("include_usage"):
        yield _envelope(kind, CHAT_MODEL) | {"choices": [], "usage": _usage(prompt, reply)}


def _envelope(kind: str, model: str) -> dict[str, Any]:
    return {"id": "parrot-0", "object": kind, "created": CREATED, "model": model}


def _usage(prompt: str, reply: str) -> dict[str, int]:
    asked, answered = _tokens(prompt), _tokens(reply)
    return {
        "prompt_tokens": asked,
        "completion_tokens": answered,
        "total_tokens": asked + answered,
    }


def _tokens(text: str) -> int:
    """Count words: its tokens."""
    return len(text.split())


def _words(text: str) -> list[str]:
    """Cut a text into pieces that join to it again, one word each."""
    first, *rest = text.split(" ")
    return [first, *(f" {word}" for word in rest)]


def _text(content: str | list[Any]) -> str:
    """Read a message's content: text, or a list of texts and parts of which the texts count."""
    if isinstance(content, str):
        return content
    return " ".join(part if isinstance(part, str) else part.get("text", "") for part in content)


def main() -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description="A model service that repeats what it is told.")
    parser.add_argument("--port", type=int, default=0, help="0 for any free one")
    parser.add_argument("--api-key", help="the bearer token that it wants to see")
    arguments = parser.parse_args()
    service = ModelService(arguments.port, api_key=arguments.api_key)
    print(service.url, flush=True)
    try:
        service.serve_until_ended()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
