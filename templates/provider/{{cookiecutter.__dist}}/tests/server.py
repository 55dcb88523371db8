{% set line = cookiecutter._lines[cookiecutter.target] -%}
{% set several = cookiecutter.__apis.split() | length > 1 -%}
"""The real {{ cookiecutter.__product }} server, with {{ "a" if several else "this" }} provider in it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
{% if line.command_until %}# All releases know this command; the newer ones call it `{{ line.command }}`, too.
{% endif %}COMMAND = [sys.executable, "-m", "{{ line.module }}", "stack", "run"{% if not several %}, str(ROOT / "run.yaml"){% endif %}]
SECONDS_TO_START = 180


@contextmanager
def running(home: Path, {% if several %}run: Path, {% endif %}**environment: str) -> Iterator[httpx.Client]:
    """Start the server with {{ "a run config" if several else "run.yaml" }} and yield a client of it; it keeps what it stores in `home`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = os.environ | {"HOME": str(home), "SQLITE_STORE_DIR": str(home)} | environment
    log = home / "server.log"
    command = [*COMMAND, {% if several %}str(run), {% endif %}"--port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            deadline = time.monotonic() + SECONDS_TO_START
            while not _answers(client):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
            yield client
    finally:
        server.terminate()
        server.wait()


def _answers(client: httpx.Client) -> bool:
    with suppress(httpx.TransportError):
        return client.get("/v1/health").is_success
    return False
