"""The stack's real server with a run config of the author's, for what only his own tests ask."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from validate_provider.live.server import Server, ServerError
from validate_provider.live.variables import QUICK_LOG

_SECONDS_TO_START = 180
_SECONDS_TO_ANSWER = 30


@contextmanager
def stack_server(
    run_config: str | os.PathLike[str], home: str | os.PathLike[str], **environment: str
) -> Iterator[httpx.Client]:
    """Start the server of the stack beside this Python, and yield a client of it.

    It is started by its own command line, in the folder of the project that the run config belongs
    to (where its `pyproject.toml` is), so that relative paths begin there. When the block ends it
    is terminated, with all that it has started; if the block failed, what it last printed comes
    with the error.

    Args:
        run_config: The run config.
        home: A folder that it takes for the user's, for `SQLITE_STORE_DIR`, for caches and
            temporary files, and where its `server.log` is; made if it is not there. On the same
            one, a second server finds what the first has kept.
        environment: The variables that the run config reads. Of this process's own, it is given
            those alone that every program needs.

    Raises:
        pytest.fail.Exception: If it does not come up, or does not end; the text says what it last
            printed, or where it was.
    """
    config, home = Path(run_config).absolute(), Path(home).absolute()
    project = _project_of(config)
    server = Server(
        Path(sys.executable),
        config,
        path=_path(project),
        environ={**QUICK_LOG, **environment},
        home=home,
        folder=project,
        start_seconds=_SECONDS_TO_START,
        ended_by=signal.SIGTERM,
    )
    with ExitStack() as stack:
        if problem := _start(server, config, home, stack):
            pytest.fail(f"no server with {config}: {problem}", pytrace=False)
        with httpx.Client(
            base_url=server.url, timeout=_SECONDS_TO_ANSWER, trust_env=False
        ) as client:
            yield client
    if not server.ended_by_itself:
        pytest.fail(f"the server does not end when it is told to:\n{server.stuck}", pytrace=False)


def _path(project: Path) -> list[Path]:
    """Give the folders to import from: those of all Pythons here, and pytest's in the project."""
    everywhere = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    here = [it for it in sys.path if Path(it).is_relative_to(project)]
    own = [it for it in here if not Path(it).is_relative_to(sys.prefix)]
    return [Path(it) for it in dict.fromkeys([*everywhere, *own]) if it]


def _start(server: Server, config: Path, home: Path, stack: ExitStack) -> str:
    """Start the server until the stack of contexts ends; say what kept it from coming up."""
    if not config.is_file():
        return "there is no such file"
    try:
        home.mkdir(parents=True, exist_ok=True)
        stack.enter_context(server)
    except (OSError, ServerError) as error:
        return str(error)
    return ""


def _project_of(config: Path) -> Path:
    folders = config.parents
    return next((it for it in folders if (it / "pyproject.toml").exists()), folders[0])
