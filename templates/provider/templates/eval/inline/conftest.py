"""A model service on this machine: small, but spoken to over HTTP as the real one is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from {{ cookiecutter.__package }}.store import Store

CAPITALS = {"France": "Paris", "Peru": "Lima"}


class ModelService(ThreadingHTTPServer):
    """Speaks the OpenAI protocol; its model knows two capitals, and it keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: ModelService

    def do_GET(self) -> None:
        model = {"id": "geographer", "object": "model", "created": 1, "owned_by": "tests"}
        self.answer({"object": "list", "data": [model]})

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        message = {"role": "assistant", "content": capital(str(request["messages"][-1]["content"]))}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "geographer", "choices": [choice]}
        self.answer(answer)

    def answer(self, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test report free of access logs."""


def capital(question: str) -> str:
    return next((city for country, city in CAPITALS.items() if country in question), "I do not know.")


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
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.open()
    return store


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
