"""Put a request to the stack's own routes in this process, and keep what was raised on the way."""

from __future__ import annotations

import base64
import json
import mimetypes
import urllib.parse
from typing import Any

BOUNDARY = "validate-provider-boundary"


class Reply:
    """What a route answered."""

    def __init__(self) -> None:
        self.status = 0
        self.body = b""
        self.error: BaseException | None = None
        """What was raised and turned into this answer, if that was seen."""


def target_of(request: dict[str, Any]) -> str:
    """Give the path and the query of a request, ready for HTTP."""
    path = request["path"]
    for name, value in request["in_path"].items():
        path = path.replace(f"{{{name}}}", urllib.parse.quote(str(value), safe=""))
    query = urllib.parse.urlencode(request["query"], doseq=True)
    return f"{path}?{query}" if query else path


def body_of(request: dict[str, Any]) -> tuple[bytes, str]:
    """Give the body of a request and its content type; empty if it has none."""
    if request["form"] is not None:
        return form_of(request), f"multipart/form-data; boundary={BOUNDARY}"
    if request["body"] is None:
        return b"", ""
    return json.dumps(request["body"]).encode(), "application/json"


def form_of(request: dict[str, Any]) -> bytes:
    """Write a form with its file."""
    parts = []
    for name, value in request["form"].items():
        text = value if isinstance(value, str) else json.dumps(value)
        parts.append(part(f'name="{name}"', "", text.encode()))
    if request["file"]:
        name, filename, content = request["file"]
        kind = mimetypes.guess_type(filename)[0]
        heading = f'name="{name}"; filename="{filename}"'
        parts.append(part(heading, f"Content-Type: {kind}\r\n", base64.b64decode(content)))
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def part(names: str, kind: str, content: bytes) -> bytes:
    """Write one part of a form."""
    heading = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {names}\r\n{kind}\r\n"
    return heading.encode() + content + b"\r\n"


def application(routes: list[Any]) -> tuple[Any, list[BaseException]]:
    """Make an application of routes, and a list that fills with what they raise."""
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse
    from starlette.exceptions import HTTPException

    raised: list[BaseException] = []
    app = FastAPI()
    app.router.routes.extend(routes)

    async def http_error(_request: Any, error: HTTPException) -> JSONResponse:  # noqa: ANN401
        raised.append(error.__cause__ or error)
        return JSONResponse({"detail": error.detail}, error.status_code)

    async def invalid(_request: Any, error: RequestValidationError) -> JSONResponse:  # noqa: ANN401
        raised.append(error)
        return JSONResponse({"detail": str(error)}, 422)

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, invalid)
    return app, raised


async def send(app: Any, raised: list[BaseException], request: dict[str, Any]) -> Reply:  # noqa: ANN401
    """Put a request to an application."""
    path, _, query = target_of(request).partition("?")
    body, kind = body_of(request)
    headers = [(b"host", b"127.0.0.1"), (b"content-length", str(len(body)).encode())]
    if kind:
        headers.append((b"content-type", kind.encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request["verb"],
        "scheme": "http",
        "path": urllib.parse.unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
        "state": {},
    }
    reply = Reply()
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        import asyncio

        await asyncio.Event().wait()  # nobody hangs up
        return {"type": "http.disconnect"}

    async def take(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
        else:
            reply.body += message.get("body", b"")

    raised.clear()
    try:
        await app(scope, receive, take)
    except Exception as error:  # what no handler has turned into an answer
        reply.status, reply.error = 500, error
    if raised:
        reply.error = raised[-1]
    return reply
