"""A service for vector stores on this machine: small, but spoken to over HTTP as the real one is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

MODEL = "words"
UPLOADS = {
    "file-1": "The owl hunts at night.",
    "file-2": "An oak grows for centuries.",
    "a?b": "Who hunts at night?",
    "a/b": "Owls/oaks.",
}
COUNTS = {"completed": 0, "cancelled": 0, "failed": 0, "in_progress": 0, "total": 0}
STATIC = {"type": "static", "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}}


class VectorService(ThreadingHTTPServer):
    """Speaks OpenAI's vector stores API, has some uploads, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.stores: dict[str, dict[str, Any]] = {}
{%- if not line.vectors.page %}
        self.names = {file_id: f"{file_id}.txt" for file_id in UPLOADS}
{%- endif %}
        self.files: dict[str, dict[str, dict[str, Any]]] = {}
        self.batches: dict[str, list[str]] = {}
        self.requests: list[tuple[str, str, dict[str, Any]]] = []
        self.authorization: str | None = None
        self.page_length = 100

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def answer(self, method: str, path: list[str], given: dict[str, Any]) -> dict[str, Any] | None:
        """Answer a request for what begins with `vector_stores`; None if there is no such thing."""
        match [method, *path]:
            case ["GET"]:
                return self.page(list(self.stores.values()), given)
            case ["POST"]:
                return self.create(given)
            case [_, store, *_] if store not in self.stores:
                return None
            case ["GET", store]:
                return self.stores[store]
            case ["POST", store]:
                self.stores[store] |= given
                return self.stores[store]
            case ["DELETE", store]:
                del self.stores[store]
                return {"id": store, "object": "vector_store.deleted", "deleted": True}
            case ["POST", store, "search"]:
                return self.search(store, given)
            case ["GET", store, "files"]:
                return self.page(list(self.files[store].values()), given)
            case ["POST", _, "files"] if given["file_id"] not in UPLOADS:
                return None
            case ["POST", store, "files"]:
                return self.attach(store, **given)
            case ["POST", _, "file_batches"] if not UPLOADS.keys() >= set(given.get("file_ids", [])):
                return None
            case ["POST", store, "file_batches"]:
                batch_id = f"vsfb_{len(self.batches) + 1}"
                self.batches[batch_id] = [self.attach(store, file_id)["id"] for file_id in given.get("file_ids", [])]
                return self.batch(store, batch_id, "in_progress")
            case [_, _, "file_batches", batch_id, *_] if batch_id not in self.batches:
                return None
            case ["GET", store, "file_batches", batch_id]:
                return self.batch(store, batch_id, "completed")
            case ["POST", store, "file_batches", batch_id, "cancel"]:
                return self.batch(store, batch_id, "cancelled")
            case ["GET", store, "file_batches", batch_id, "files"]:
                return self.page([self.files[store][file_id] for file_id in self.batches[batch_id]], given)
            case [_, store, "files", file_id, *_] if file_id not in self.files[store]:
                return None
            case ["GET", store, "files", file_id]:
                return self.files[store][file_id]
            case ["POST", store, "files", file_id]:
                return self.files[store][file_id] | given
            case ["DELETE", store, "files", file_id]:
                del self.files[store][file_id]
                return {"id": file_id, "object": "vector_store.file.deleted", "deleted": True}
            case ["GET", _, "files", file_id, "content"]:
                data = [{"type": "text", "text": UPLOADS[file_id]}]
                return {"object": "vector_store.file_content.page", "data": data, "has_more": False}
        return None

    def create(self, given: dict[str, Any]) -> dict[str, Any]:
        store_id = f"vs_theirs_{len(self.stores) + 1}"
        known = {"id": store_id, "object": "vector_store", "created_at": len(self.stores), "name": "", "usage_bytes": 0}
        self.files[store_id] = {}
        self.stores[store_id] = {**known, "file_counts": COUNTS, "status": "completed", **given}
        return self.stores[store_id]

    def attach(self, store: str, file_id: str, attributes: Any = None, chunking_strategy: Any = None) -> dict[str, Any]:
        self.files[store][file_id] = {
            "id": file_id,
            "object": "vector_store.file",
            "attributes": attributes or {},
            "chunking_strategy": chunking_strategy or STATIC,
            "created_at": 1,
            "last_error": None,
            "status": "completed",
            "usage_bytes": len(UPLOADS[file_id]),
            "vector_store_id": store,
        }
        return self.files[store][file_id]

    def batch(self, store: str, batch_id: str, status: str) -> dict[str, Any]:
        counts = COUNTS | {status: len(self.batches[batch_id]), "total": len(self.batches[batch_id])}
        known = {"object": "vector_store.files_batch", "created_at": 1, "vector_store_id": store}
        return {"id": batch_id, **known, "status": status, "file_counts": counts}

    def search(self, store: str, given: dict[str, Any]) -> dict[str, Any]:
        words = set(given["query"].lower().split())
        found: list[dict[str, Any]] = [
            {
                "file_id": file_id,
                "filename": f"{file_id}.txt",
                "score": len(words & set(UPLOADS[file_id].lower().strip(".").split())) / len(words),
                "attributes": {},
                "content": [{"type": "text", "text": UPLOADS[file_id]}],
            }
            for file_id in self.files[store]
        ]
        found.sort(key=lambda result: -result["score"])
        known = {"object": "vector_store.search_results.page", "search_query": [given["query"]]}
        return {**known, "data": found, "has_more": False, "next_page": None}

    def page(self, entries: list[dict[str, Any]], given: dict[str, Any]) -> dict[str, Any]:
        ids = [entry["id"] for entry in entries]
        first = ids.index(given["after"]) + 1 if "after" in given else 0
        last = first + min(int(given.get("limit", 20)), self.page_length)
        data = entries[first:last]
        ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {"first_id": "", "last_id": ""}
        return {"object": "list", "data": data, **ends, "has_more": last < len(entries)}


class Handler(BaseHTTPRequestHandler):
    server: VectorService

    def respond(self) -> None:
        self.server.authorization = self.headers["Authorization"]
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        given = dict(parse_qsl(url.query)) | (json.loads(body) if body else {})
        _, _, kind, *path = map(unquote, url.path.split("/"))
        if kind == "models":
            models = [{"id": MODEL, "object": "model", "created": 1, "owned_by": "tests"}]
            self.write({"object": "list", "data": models})
            return
{%- if not line.vectors.page %}
        if kind == "files" and path[0] in self.server.names:
            self.write({"id": path[0], "object": "file", "filename": self.server.names[path[0]]})
            return
{%- endif %}
        self.server.requests.append((self.command, "/".join(path), given))
        answer = self.server.answer(self.command, path, given) if kind == "vector_stores" else None
        if answer is None:
            self.write({"error": {"message": f"there is no {self.path}"}}, status=404)
        else:
            self.write(answer)

    do_GET = do_POST = do_DELETE = respond

    def write(self, body: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test report free of access logs."""


@pytest.fixture
def service() -> Iterator[VectorService]:
    server = VectorService()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
