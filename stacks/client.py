"""The few HTTP requests that tests and the demo make, as a plain client makes them."""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any

_SECONDS = 60


class HTTPError(Exception):
    """The server answered with an error; the text is its status and its body."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"HTTP {status}: {body}")
        self.status = status


def get(url: str) -> Any:  # noqa: ANN401 - JSON is of any shape
    """GET a route; give its JSON."""
    return json.loads(get_bytes(url))


def get_bytes(url: str) -> bytes:
    """GET a route; give its body."""
    with _answer("GET", url) as answer:
        return answer.read()


def delete(url: str) -> Any:  # noqa: ANN401
    """DELETE a route; give its JSON, or None if it has no body."""
    with _answer("DELETE", url) as answer:
        body = answer.read()
        return json.loads(body) if body else None


def post(url: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """POST JSON; give the answer's JSON."""
    with _answer("POST", url, json.dumps(body).encode()) as answer:
        return json.load(answer)


def stream(url: str, body: Mapping[str, Any]) -> Iterator[Any]:
    """POST JSON; yield the JSON of each server-sent event, without the closing `[DONE]`."""
    with _answer("POST", url, json.dumps(body).encode()) as answer:
        for line in answer:
            field, _, value = line.decode().strip().partition(":")
            if field == "data" and value.strip() != "[DONE]":
                yield json.loads(value)


def upload(url: str, fields: Mapping[str, str], *, name: str, content: bytes) -> Any:  # noqa: ANN401
    """POST a form with one file, in its field `file`; give the answer's JSON."""
    boundary = uuid.uuid4().hex
    lines = [b""]
    for field, value in fields.items():
        heading = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n'
        lines += [heading.encode(), value.encode()]
    heading = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n"
    )
    lines += [heading.encode(), content, f"--{boundary}--\r\n".encode()]
    form = b"\r\n".join(lines)
    with _answer("POST", url, form, f"multipart/form-data; boundary={boundary}") as answer:
        return json.load(answer)


@contextmanager
def _answer(
    method: str, url: str, body: bytes | None = None, kind: str = "application/json"
) -> Iterator[HTTPResponse]:
    headers = {} if body is None else {"Content-Type": kind}
    request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            yield answer
    except urllib.error.HTTPError as error:
        raise HTTPError(error.code, error.read().decode(errors="replace")) from error
