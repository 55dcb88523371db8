"""`python -m benchmarks.by_hand PYTHON RUN_CONFIG SOURCE`: what `--serve` does, done by hand.

A stack's server is started with a files provider and asked for all that the API has, several at
once where nothing is changed; then it is started again on what it has kept, and asked once more.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from stacks import client

AT_ONCE = 4


@contextmanager
def server(python: Path, run_config: Path, source: Path, home: Path) -> Iterator[str]:
    """Start the server by its own command line, and end it as Ctrl-C does; yield its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(python.with_name("llama")), "stack", "run", str(run_config), "--port", port]
    environ = os.environ | {"HOME": str(home), "PYTHONPATH": str(source)}
    with (home / "server.log").open("ab") as log:
        started = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        while not _answers(f"{url}/health"):
            if started.poll() is not None:
                raise SystemExit((home / "server.log").read_text())
            time.sleep(0.1)
        yield url
    finally:
        started.send_signal(signal.SIGINT)
        started.wait()


def _answers(url: str) -> bool:
    try:
        return client.get(url) is not None
    except (urllib.error.URLError, client.HTTPError):
        return False


def main() -> None:
    """Do all of it."""
    python, run_config, source = map(Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with server(python, run_config, source, home) as url:
            client.get(f"{url}/providers")
            file = client.upload(
                f"{url}/files", {"purpose": "assistants"}, name="hello.txt", content=b"hello"
            )
            for ask in _reads(url, file["id"]):
                ask()
                with ThreadPoolExecutor(AT_ONCE) as pool:
                    list(pool.map(lambda it: it(), [ask] * AT_ONCE))
        with server(python, run_config, source, home) as url:
            for ask in _reads(url, file["id"]):
                ask()
            client.delete(f"{url}/files/{file['id']}")


def _reads(url: str, file_id: str) -> list[Callable[[], object]]:
    return [
        lambda: client.get(f"{url}/files"),
        lambda: client.get(f"{url}/files/{file_id}"),
        lambda: client.get_bytes(f"{url}/files/{file_id}/content"),
    ]


if __name__ == "__main__":
    main()
