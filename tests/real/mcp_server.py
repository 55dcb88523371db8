"""A running MCP server, of the `mcp` package of some Python."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SCRIPT = Path(__file__).parent / "inside" / "tool_server.py"
TOKEN = "secret"
"""Who has it is let in."""


@contextmanager
def mcp_server(python: Path) -> Iterator[str]:
    """Run the server; yield its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([python, SCRIPT, str(port)])
    try:
        while not _listens(port):
            assert server.poll() is None
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.terminate()
        server.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False
