"""A stack's server on this machine: small, but spoken to over HTTP as the real one is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class OtherStack(ThreadingHTTPServer):
    """Answers as it was told to, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Any] = {}
        """By method and path; what is not here is not found."""
        self.asked: list[tuple[str, Any]] = []
        """Method and path with the JSON of the body, if there is any."""
        self.authorization: str | None = None
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Keeps a connection open, and as the real server does, drops it without a word after an error."""

    protocol_version = "HTTP/1.1"
    server: OtherStack
    has_failed = False

{% include cookiecutter._pieces ~ 'service/dropping.jinja' %}

    def do_GET(self) -> None:
        self.respond()

    def do_POST(self) -> None:
        self.respond()

    def do_DELETE(self) -> None:
        self.respond()

    def respond(self) -> None:
        asked = f"{self.command} {self.path}"
        length = int(self.headers.get("Content-Length") or 0)
        self.server.authorization = self.headers["Authorization"]
        self.server.asked.append((asked, json.loads(self.rfile.read(length)) if length else None))
        found = asked in self.server.answers
        body = self.server.answers[asked] if found else {"detail": "Not Found"}
        content = json.dumps(body).encode()
        status = self.server.status if found else 404
        self.has_failed = status >= 400
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test report free of access logs."""


@pytest.fixture
def other() -> Iterator[OtherStack]:
    server = OtherStack()
    server.answers["GET /v1/health"] = {"status": "OK"}
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
