"""Run the probe in the provider's Python, within a time limit, and leave nothing running."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

PROBE = Path(__file__).with_name("probe.py")
SECONDS_OF_GRACE = 5
"""The probe watches the time itself, and can say more; this long it may take to do so."""
_SECONDS_TO_READ = 5
"""A process that has left the group may hold the pipe open after its end."""
_BYTES_KEPT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One provider, as a run config would name it."""

    module: str | None
    """What stands behind `module:`; None asks whether the stack starts at all."""
    api: str | None = None
    provider_type: str | None = None
    """None for either: the package's own spec says it."""
    config: Mapping[str, Any] | None = None
    """None for the config class's own sample, or nothing if it has none."""
    search_path: Sequence[Path] = ()
    """Folders to import the package from if it is not installed."""
    directory: Path | None = None
    """What `external_providers_dir` names, for a provider whose spec is a file in it."""
    root: str | None = None
    """`ogx` or `llama_stack`, the one to ask where both are installed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the probe has said, up to its end."""

    facts: Mapping[str, Any]
    exit_code: int | None
    """None if it had to be killed; negative for a signal."""
    printed: str
    """The end of what was printed in its process."""


def ask(question: Question, python: Path, *, seconds: float) -> Said:
    """Put a question to the stack that is installed in a Python.

    Raises:
        OSError: If the Python can't be started.
    """
    with tempfile.TemporaryDirectory(prefix="validate-provider-") as name:
        folder = Path(name)
        answer, home = folder / "answer", folder / "home"
        answer.touch()
        home.mkdir()
        written = folder / "question.json"
        asked = {
            "module": question.module,
            "api": question.api,
            "provider_type": question.provider_type,
            "config": None if question.config is None else dict(question.config),
            "search_path": [str(path.absolute()) for path in question.search_path],
            "directory": str(question.directory.absolute()) if question.directory else None,
            "root": question.root,
            "answer": str(answer),
            "folder": str(home),
            "environ": _homes(home),
            "seconds": seconds,
        }
        # A config may hold dates.
        written.write_text(json.dumps(asked, default=str), encoding="utf-8")
        exit_code, printed = _run([str(python), str(PROBE), str(written)], home, seconds)
        return Said(_facts(answer), exit_code, printed)


def _homes(home: Path) -> dict[str, str]:
    """What keeps the stack's files in a folder of our own, and its telemetry to itself."""
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "SQLITE_STORE_DIR": str(home),
        "OTEL_SDK_DISABLED": "true",
    }


def _run(command: Sequence[str], folder: Path, seconds: float) -> tuple[int | None, str]:
    """Run a command to its end or the time limit; give its exit code and the end of its print."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        start_new_session=True,
    )
    printed = bytearray()
    reader = threading.Thread(target=_keep_the_end, args=(process.stdout, printed), daemon=True)
    reader.start()
    try:
        exit_code = process.wait(seconds + SECONDS_OF_GRACE)
    except subprocess.TimeoutExpired:
        exit_code = None
    finally:
        _end(process)
        reader.join(_SECONDS_TO_READ)
    return exit_code, printed.decode(errors="replace")


def _keep_the_end(pipe: IO[bytes], printed: bytearray) -> None:
    """Read a pipe to its end, so that nobody waits for it, and keep the last of it."""
    with pipe:
        while block := os.read(pipe.fileno(), 65536):
            printed += block
            del printed[:-_BYTES_KEPT]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    if sys.platform == "win32":
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _facts(answer: Path) -> dict[str, Any]:
    """Read the lines of the answer, later facts over earlier ones; the last may be cut off."""
    facts: dict[str, Any] = {}
    for line in answer.read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(json.JSONDecodeError):
            facts |= json.loads(line)
    return facts
