"""A files service on this machine: small, but spoken to over HTTP as the real one is."""

import json
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest


class FilesService(ThreadingHTTPServer):
    """Speaks OpenAI's files API, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.query: dict[str, str] = {}
        self.authorization: str | None = None
        self.is_full = False
        self.disposition = 'attachment; filename="greeting.txt"'

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: FilesService

    def do_POST(self) -> None:
        self.server.authorization = self.headers["Authorization"]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form = message_from_bytes(b"Content-Type: " + self.headers["Content-Type"].encode() + b"\n\n" + body)
        fields: dict[str, str] = {}
        for part in form.walk():
            name, content = part.get_param("name", header="Content-Disposition"), part.get_payload(decode=True)
            if name == "file":
                file_id = f"file-{len(self.server.files)}"
                self.server.contents[file_id] = bytes(content)
                fields["filename"] = str(part.get_filename())
            elif name:
                fields[str(name)] = bytes(content).decode()
        if self.server.is_full:
            self.answer({"error": {"message": "no room"}}, status=413)
            return
        file = {"id": file_id, "bytes": len(self.server.contents[file_id]), "created_at": 1_000, **fields}
        if seconds := fields.get("expires_after[seconds]"):
            file["expires_at"] = 1_000 + int(seconds)
        self.server.files[file_id] = file
        self.answer(file)

    def do_GET(self) -> None:
        self.server.authorization = self.headers["Authorization"]
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        self.server.query = dict(parse_qsl(query))
        _, _, _, *rest = path.split("/")
        if not rest:
            self.answer({"object": "list", "data": list(self.server.files.values()), "has_more": True})
        elif rest[0] not in self.server.files:
            self.answer({"error": {"message": f"no file {rest[0]}"}}, status=404)
        elif rest[1:] == ["content"]:
            self.give(self.server.contents[rest[0]], "application/octet-stream")
        else:
            self.answer(self.server.files[rest[0]])

    def do_DELETE(self) -> None:
        file_id = self.path.rpartition("/")[2]
        deleted = self.server.files.pop(file_id, None) is not None
        self.answer({"id": file_id, "deleted": deleted})

    def answer(self, body: dict[str, Any], status: int = 200) -> None:
        self.give(json.dumps(body).encode(), "application/json", status)

    def give(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Disposition", self.server.disposition.encode().decode("latin-1"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test report free of access logs."""


@pytest.fixture
def service() -> Iterator[FilesService]:
    server = FilesService()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
