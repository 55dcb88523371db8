"""The service's connections: one that it drops after an error is not used again."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import BaseModel

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import RefusedError
from {{ cookiecutter.__package }}.service import Service

pytestmark = pytest.mark.anyio


class Health(BaseModel):
    status: str


class Handler(BaseHTTPRequestHandler):
    """Keeps a connection open, and drops it without a word after an error."""

    protocol_version = "HTTP/1.1"
    has_failed = False

{% include cookiecutter._pieces ~ 'service/dropping.jinja' %}

    def do_GET(self) -> None:
        self.has_failed = self.path != "/v1/health"
        self.send_response(400 if self.has_failed else 200)
        content = b'{"status": "OK"}'
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test report free of access logs."""


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_after_a_refusal(url: str) -> None:
    service = Service({{ cookiecutter.__class }}Config.model_validate({"url": url}), lambda: None)

    with pytest.raises(RefusedError):
        await service.ask("GET", "nothing", Health)
    assert await service.ask("GET", "health", Health) == Health(status="OK")
    await service.close()
