"""A real stack server, started by its own command line on loopback, and always ended."""

import contextlib
import http.client
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from validate_provider.live.kept import Kept
from validate_provider.live.requests import DIRECT
from validate_provider.live.variables import homes, passed

_POLL_SECONDS = 0.1
SECONDS_TO_END = 20
"""How long a server may take to end; the stacks' own take 0.6 to 5 s after SIGINT."""
_SECONDS_TO_TELL = 2
"""How long a server that does not end may take to say where it is."""
_PORTS_TRIED = 3


class ServerError(Exception):
    """The server did not come up; the text is the tail of what it printed."""


class Server:
    """A running stack server: `with Server(python, run_config) as server: server.url`.

    It gets a home folder of its own, and it is ended with all that it has started.
    """

    def __init__(
        self,
        python: Path,
        run_config: Path,
        *,
        path: Sequence[Path] = (),
        environ: Mapping[str, str] | None = None,
        variables: Sequence[str] = (),
        home: Path | None = None,
        folder: Path | None = None,
        start_seconds: float = 120,
        ended_by: signal.Signals = signal.SIGINT,
        is_given_up: Callable[[], bool] = lambda: False,
    ) -> None:
        """Prepare the server; `with` starts it.

        Args:
            python: The Python of the stack's environment.
            run_config: The run config to start.
            path: Folders to import providers from.
            environ: Environment variables that it is given besides.
            variables: The variables of this process that it is given, beside those that every
                program needs.
            home: Where the server keeps its state; name one to start a second server on it.
            folder: Where it is started, and relative paths in the run config begin; None for home.
            start_seconds: How long it may take to come up, in seconds.
            ended_by: What it is told to end by. Ctrl-C has Python wait for its threads; SIGTERM
                ends the stack's own part in order, and then the process at once, half a second
                before.
            is_given_up: Whether nobody waits for it to come up any more.
        """
        self._python = python
        self._run_config = run_config.absolute()
        self._path = path
        self._environ = environ or {}
        self._variables = variables
        self._given_home = home
        self._folder = folder
        self._start_seconds = start_seconds
        self._ended_by = ended_by
        self._is_given_up = is_given_up
        self._kept: Kept | None = None
        self.ended_by_itself = False
        """Whether it has ended within `SECONDS_TO_END` when it was told to."""
        self.stuck = ""
        """Where its threads were if it has not, as tracebacks: the innermost frame first."""
        self.pid = 0
        """The server's process, and the number of its process group; 0 before it is started."""

    def __enter__(self) -> Self:
        """Start the server and wait until it answers.

        Raises:
            ServerError: If it ends, or does not answer in time.
        """
        self._temporary = tempfile.TemporaryDirectory(prefix="stack-server-")
        self._home = self._given_home or Path(self._temporary.name)
        self._log = self._home / "server.log"
        try:
            self._start_on_a_free_port()
        except BaseException:
            self._end()
            self._temporary.cleanup()
            raise
        return self

    def _start_on_a_free_port(self) -> None:
        for tried in range(1, _PORTS_TRIED + 1):
            try:
                self._start(_free_port())
            except ServerError:
                self._end()
                # Somebody may have taken the port since we looked.
                if tried == _PORTS_TRIED or "address already in use" not in self.log_tail():
                    raise
            else:
                return

    def _start(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        with self._log.open("wb") as log:
            command = _command(self._python, self._run_config, port)
            self._kept = Kept(command, self._home, self._environment(), log, self._folder)
        self.pid = self._kept.pid()
        self._wait(self._kept)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the server; if something went wrong, show what it last printed with the error."""
        if error is not None and self._log.exists():
            error.add_note(f"The server's log ends with:\n{self.log_tail()}")
        self._end()
        self._temporary.cleanup()

    def log_tail(self, lines: int = 40) -> str:
        """Give the last lines that the server has printed."""
        printed = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(printed[-lines:])

    def _environment(self) -> dict[str, str]:
        temporary = self._home / "tmp"
        temporary.mkdir(exist_ok=True)
        return {
            **passed(os.environ, self._variables, temporary),
            **homes(self._home),
            "PYTHONPATH": os.pathsep.join(str(folder.absolute()) for folder in self._path),
            "PYTHONUNBUFFERED": "1",
            "PYTHONFAULTHANDLER": "1",  # to say where it is if it does not end
            "NO_PROXY": "127.0.0.1,localhost",
            **self._environ,
        }

    def _wait(self, kept: Kept) -> None:
        deadline = time.monotonic() + self._start_seconds
        while not _healthy(self.url):
            if kept.wait(0):
                code, _ = kept.ended()
                raise ServerError(f"the server ended with exit code {code}:\n{self.log_tail()}")
            if self._is_given_up():
                raise ServerError("the server was given up before it answered")
            if time.monotonic() > deadline:
                raise ServerError(
                    f"the server did not answer within {self._start_seconds:g} s:\n"
                    f"{self.log_tail()}"
                )
            time.sleep(_POLL_SECONDS)

    def _end(self) -> None:
        """Tell the server to end, then end for good whatever is left of what it has started."""
        if self._kept is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, self._ended_by)
            self.ended_by_itself = self._kept.wait(SECONDS_TO_END)
            if not self.ended_by_itself:
                self.stuck = self._where_it_is(self._kept)
            self._kept.end()
            self._kept = None

    def _where_it_is(self, kept: Kept) -> str:
        """Have Python write where the server's threads are as it aborts."""
        begin = self._log.stat().st_size
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGABRT)
        kept.wait(_SECONDS_TO_TELL)
        with self._log.open("rb") as log:
            log.seek(begin)
            return log.read().decode(errors="replace")


def _command(python: Path, run_config: Path, port: int) -> list[str]:
    """Give the command that a user would type."""
    ogx = python.parent / "ogx"
    if not ogx.exists():
        return [str(python.parent / "llama"), "stack", "run", str(run_config), "--port", str(port)]
    # ogx 1.2.0 and later refuse to serve without TLS unless told to (ogx/cli/stack/run.py).
    sources = python.parent.parent.glob("lib/python*/*-packages/ogx/cli/stack/run.py")
    source = next(sources, None)
    if source is None:
        raise ServerError(f"{ogx} is there, but no `ogx` in the packages of {python}")
    # ogx 1.0.0 and later have `ogx run` (ogx/cli/run.py), and warn of the longer command.
    words = ["run"] if (source.parents[1] / "run.py").exists() else ["stack", "run"]
    command = [str(ogx), *words, str(run_config), "--port", str(port)]
    return [*command, "--insecure"] if "--insecure" in source.read_text() else command


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _healthy(url: str) -> bool:
    try:
        with DIRECT.open(f"{url}/v1/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, http.client.HTTPException):
        return False
