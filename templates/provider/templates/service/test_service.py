"""The service: what is sent to it, what is not, and its connections."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import BaseModel, SecretStr

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, RefusedError
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


def service_at(url: str, callers_key: SecretStr | None = None, **settings: object) -> Service:
    return Service({{ cookiecutter.__class }}Config.model_validate({"url": url, **settings}), lambda: callers_key)


async def test_after_a_refusal(url: str) -> None:
    service = service_at(url)

    with pytest.raises(RefusedError):
        await service.ask("GET", "nothing", Health)
    assert await service.ask("GET", "health", Health) == Health(status="OK")
    await service.close()


@pytest.mark.parametrize("key", ["sec\nret", "sécret"])
async def test_a_key_that_cannot_be_sent_is_not_told(url: str, key: str) -> None:
    with pytest.raises(FailedError, match="API key") as ours:
        await service_at(url, api_key=key).ask("GET", "health", Health)
    with pytest.raises(RefusedError, match="API key") as theirs:
        await service_at(url, SecretStr(key)).ask("GET", "health", Health)

    for error in (ours.value, theirs.value):
        assert "ret" not in f"{error!r} {error.__cause__!r} {error.__context__!r}"


async def test_a_password_in_the_url_is_not_told(url: str) -> None:
    service = service_at(url.replace("//", "//someone:password@"))

    with pytest.raises(RefusedError) as error:
        await service.ask("GET", "nothing", Health)
    assert url in str(error.value)
    assert "password" not in str(error.value)
    await service.close()


@pytest.mark.parametrize("path", ["nothing/..", "nothing/%2E%2E", "nothing/.", "nothing/..%2Fhealth"])
async def test_no_id_leads_to_what_is_above(url: str, path: str) -> None:
    with pytest.raises(RefusedError, match="has no") as error:
        await service_at(url).ask("GET", path, Health)
    assert error.value.status_code == 404
