"""A real MCP server on this machine, made with the `mcp` package."""

import importlib
import importlib.util
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
import uvicorn
from mcp.types import ImageContent


def greet(name: str) -> str:
    """Greet somebody."""
    return f"Good day, {name}!"


def fail() -> str:
    """Fail at once."""
    raise RuntimeError("out of order")


def draw() -> ImageContent:
    """Draw a picture."""
    return ImageContent.model_validate({"type": "image", "data": "R0lGOA==", "mimeType": "image/gif"})


class ToolService:
    """An MCP server in a thread, over streamable HTTP; it keeps the tokens that it was asked with."""

    def __init__(self) -> None:
        server = server_class()("tests")
        for tool in (greet, fail, draw):
            server.add_tool(tool)
        self._app = server.streamable_http_app()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(uvicorn.Config(self._guarded, interface="asgi3", log_level="error"))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))
        self.tokens: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/mcp"

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    async def _guarded(
        self, scope: dict[str, Any], receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        """Let nobody in whose token is "wrong", and fail whose token is "broken"."""
        header = dict(scope.get("headers", [])).get(b"authorization")
        token = None if header is None else header.decode().removeprefix("Bearer ")
        if scope["type"] == "http":
            self.tokens.append(token)
        if token in ("wrong", "broken"):
            await send({"type": "http.response.start", "status": 401 if token == "wrong" else 500, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, send)


def server_class() -> Any:
    """Return the class of MCP servers, which `mcp` 1 has under another name than 2."""
    if importlib.util.find_spec("mcp.server.mcpserver"):
        return importlib.import_module("mcp.server.mcpserver").MCPServer
    return importlib.import_module("mcp.server.fastmcp").FastMCP


@pytest.fixture
def service() -> Iterator[ToolService]:
    service = ToolService()
    service.start()
    yield service
    service.stop()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
