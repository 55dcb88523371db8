"""The real services behind remote providers: a model service, or a second stack."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from new_provider.cells import CELLS, Cell
from stacks.model_service import CHAT_MODEL, DIMENSIONS, EMBEDDING_MODEL, ModelService
from tests.written import write
from validate_provider.live.server import Server

OPENAI = {"files", "safety", "vector_io"}
"""APIs whose remote starter speaks OpenAI's protocol, below the routes that begin with it."""


@contextmanager
def upstream(cell: Cell, python: Path, openai: str) -> Iterator[list[str]]:
    """Run what stands behind a remote provider; yield the options that tell `--serve` of it.

    It yields none if the provider needs nothing, or if there is no service for it here.

    Args:
        cell: What the provider was written for.
        python: The Python of the stack that a second server is made of.
        openai: Where the OpenAI routes of that stack begin.
    """
    if cell.kind == "inline" or not cell.starter:
        yield []
    elif cell.api == "inference":
        embeds = f"embedding_models={{{EMBEDDING_MODEL}: {DIMENSIONS}}}"
        with ModelService() as service:
            url = f"url={service.url}"
            yield ["--config", url, "--config", embeds, "--model", CHAT_MODEL]
    elif cell.api == "tool_runtime":
        with _mcp_server(python) as url:
            yield ["--upstream", url]
    elif any(_stands_behind(other, cell) for other in CELLS):
        with _second_stack(cell, python) as url:
            yield ["--upstream", url + openai if cell.api in OPENAI else url]
    else:
        yield []


def _stands_behind(other: Cell, cell: Cell) -> bool:
    same = (other.api, other.line) == (cell.api, cell.line)
    return same and other.kind == "inline" and other.starter


@contextmanager
def _second_stack(cell: Cell, python: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, ModelService() as models:
        project, _ = write(cell.api, cell.line.name, Path(folder), "inline", name="behind")
        environ = {
            "BEHIND_URL": models.url,
            "BEHIND_MODELS_URL": models.url,
            "BEHIND_EMBEDDING_MODEL": EMBEDDING_MODEL,
            "BEHIND_EMBEDDING_DIMENSION": str(DIMENSIONS),
            "VLLM_URL": models.url,
        }
        run = project / "run.yaml"
        with Server(python, run, path=[project / "src"], environ=environ) as server:
            yield server.url


MCP = """
import sys
from mcp.server.fastmcp import FastMCP

server = FastMCP("behind", host="127.0.0.1", port=int(sys.argv[1]))


@server.tool()
def add(a: int, b: int) -> int:
    "Add two numbers."
    return a + b


server.run("streamable-http")
"""


@contextmanager
def _mcp_server(python: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([python, "-c", MCP, str(port)], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.kill()
        process.wait()
