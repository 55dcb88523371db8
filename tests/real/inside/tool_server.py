"""A real MCP server of the `mcp` package of this interpreter: `python tool_server.py PORT`.

It lets in who has the token "secret".
"""

import importlib
import importlib.util
import sys

import uvicorn


def shout(text: str, times: int = 1) -> str:
    """Say it louder."""
    return text.upper() * times


def main() -> None:
    """Serve until interrupted."""
    # `mcp` 2 has the class under another name than 1.
    if importlib.util.find_spec("mcp.server.mcpserver"):
        server = importlib.import_module("mcp.server.mcpserver").MCPServer("tools")
    else:
        server = importlib.import_module("mcp.server.fastmcp").FastMCP("tools")
    server.add_tool(shout)
    app = server.streamable_http_app()

    async def guarded(scope, receive, send):
        if scope["type"] == "http" and (b"authorization", b"Bearer secret") not in scope["headers"]:
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await app(scope, receive, send)

    uvicorn.run(guarded, port=int(sys.argv[1]), interface="asgi3", log_level="error")


if __name__ == "__main__":
    main()
