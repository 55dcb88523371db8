"""An MCP server that answers in plain JSON, page by page, and knows no tool that it is asked for.

The servers of the `mcp` package stream their answers, have one page only, and answer a call of an
unknown tool with a result.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PAGES = {None: ("one", "second"), "second": ("two", "third"), "third": ("three", None)}
"""By its cursor: the tool on a page, and the cursor of the next."""


class PagedTools(ThreadingHTTPServer):
    """`with PagedTools() as tools: tools.url`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/mcp"
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(405)

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "id" not in asked:
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = json.dumps({"jsonrpc": "2.0", "id": asked["id"], **_answer(asked)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        """Keep the test report free of access logs."""


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    given = asked.get("params") or {}
    match asked["method"]:
        case "initialize":
            return {
                "result": {
                    "protocolVersion": given["protocolVersion"],
                    "capabilities": {"tools": {}},
                    "serverInfo": {"name": "paged", "version": "1"},
                }
            }
        case "tools/list":
            name, following = PAGES[given.get("cursor")]
            page = {"tools": [{"name": name, "inputSchema": {"type": "object"}}]}
            return {"result": page | ({"nextCursor": following} if following else {})}
    return {"error": {"code": -32602, "message": f"no tool {given.get('name')}"}}
