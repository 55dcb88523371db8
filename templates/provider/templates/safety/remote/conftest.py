"""A moderations service on this machine: small, but spoken to over HTTP as the real one is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class ModerationsService(ThreadingHTTPServer):
    """Speaks OpenAI's moderations API: its model minds texts with "kill" in them; it keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.authorization: str | None = None
        self.odd_answer: dict[str, Any] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: ModerationsService

    def do_POST(self) -> None:
        self.server.authorization = self.headers["Authorization"]
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        if self.path != "/v1/moderations":
            self.answer({"error": {"message": f"no {self.path}"}}, status=404)
        elif request.get("model") != "watchful":
            self.answer({"error": {"message": f"no model {request.get('model')}"}}, status=400)
        elif self.server.odd_answer is not None:
            self.answer(self.server.odd_answer)
        else:
            texts = [request["input"]] if isinstance(request["input"], str) else request["input"]
            self.answer({"id": "modr-1", "model": "watchful-1", "results": [judge("kill" in text) for text in texts]})

    def answer(self, body: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test report free of access logs."""


def judge(flagged: bool) -> dict[str, Any]:
    """Return a result as OpenAI gives it, with a category that is not judged."""
    return {
        "flagged": flagged,
        "categories": {"violence": flagged, "hate": False, "illicit": None},
        "category_scores": {"violence": 0.9 if flagged else 0.1, "hate": 0.0, "illicit": None},
        "category_applied_input_types": {"violence": ["text"], "hate": ["text"], "illicit": []},
    }


@pytest.fixture
def service() -> Iterator[ModerationsService]:
    server = ModerationsService()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
