"""Two real stacks on one line: one does the work, inline, and the other has it do it, remote."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from new_provider.facts import facts
from stacks import client
from tests.written import name_folder_in_full, write
from validate_provider.live.server import Server


class Pair(NamedTuple):
    """The URLs of both, where the API's routes begin."""

    front: str
    behind: str


def lines(*always: Any, others: tuple[str, ...]) -> list[Any]:
    """Give lines as parameters; the others are for `CELLS_ALL=1`."""
    rare = pytest.mark.skipif("CELLS_ALL" not in os.environ, reason="asked with CELLS_ALL=1 only")
    return [*always, *(pytest.param(line, marks=rare) for line in others)]


def alpha(target: str) -> str:
    """Say where the line that is written for has the routes of what is still an experiment."""
    return str(facts()["_lines"][target]["alpha"])


@contextmanager
def pair(
    api: str, target: str, python: Path, folder: Path, environ: Mapping[str, str]
) -> Iterator[Pair]:
    """Write both packages and start both servers, each with the package's own run config.

    Args:
        api: What they serve.
        target: The line that the packages are written for.
        python: The Python of a stack of that line.
        folder: A folder for packages and homes; the inline provider keeps its state in `storage`.
        environ: Variables for both, besides.
    """
    with ExitStack() as stack:

        def started(kind: str, variables: Mapping[str, str]) -> str:
            (folder / kind / "package").mkdir(parents=True)
            (folder / kind / "home").mkdir()
            project, _ = write(api, target, folder / kind / "package", kind)
            run = project / "run.yaml"
            name_folder_in_full(run)
            server = Server(
                python,
                run,
                path=[project / "src"],
                environ=variables,
                home=folder / kind / "home",
            )
            return stack.enter_context(server).url

        behind = started("inline", {"ACME_STORAGE_DIR": str(folder / "storage"), **environ})
        front = started("remote", {"ACME_URL": behind, **environ})
        yield Pair(front + alpha(target), behind + alpha(target))


def until(ask: Callable[[], Any], ended: Callable[[Any], bool]) -> Any:
    """Ask until an answer is the last one, for a minute at most."""
    deadline = time.monotonic() + 60
    while not ended(answer := ask()):
        assert time.monotonic() < deadline, answer
        time.sleep(0.1)
    return answer


def refused(ask: Callable[[], Any]) -> int:
    """Give the status of a request that is refused."""
    with pytest.raises(client.HTTPError) as error:
        ask()
    return error.value.status
