"""One cell on one real stack: written, read, checked, tested, packed, loaded and served."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from new_provider.cells import Cell
from stacks.environments import cache, environment
from tests.real.cells.lines import name_of
from tests.real.cells.upstreams import models_named, upstream
from tests.real.kit import kit_path
from tests.written import write
from validate_provider.live import interpreters
from validate_provider.live.variables import QUICK_LOG

LEFT_OUT = 1 / 4
"""The part of a protocol's methods that a starter may leave out."""
JOBS = {"get_training_job_status", "cancel_training_job", "get_training_job_artifacts"}
UNASKED = {("post_training", "llama-stack-0.5.0"): JOBS}
"""API and stack -> the methods that it asks no provider for: their routes have no place for the
job's id that they want (llama_stack_api/post_training/fastapi_routes.py, before 0.6)."""
_CLEAN: set[str] = set()
"""The packages, by digest, that have passed the checks which no stack has a say in."""
_MYPY: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""By stack, for whoever writes to what mypy remembers of it."""
SERVED_ANYWAY = (
    "not (test_a_method_is_served or test_requests_at_once_are_answered or server_ends"
    " or test_the_stack_starts_with_it or test_reading_and_the_stack_agree)"
)
"""Leaves out of the package's own tests what asks the stack the same as `--serve` does."""
WORDS = 1500
"""Of what a check says, in characters."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of a cell on a stack."""

    cell: Cell
    stack: str
    package: str
    """What was written, as `digest` tells it."""
    failed: str = ""
    """The check that failed; empty if none did."""
    words: str = ""
    """What it said."""
    served: tuple[str, ...] = ()
    """The methods of the protocol that answered."""
    methods: int = 0
    """How many methods were asked."""

    @property
    def label(self) -> str:
        """The cell and the stack, as one is told of them."""
        return f"{name_of(self.cell)} on {self.stack}"


class CheckError(Exception):
    """A check failed; its name, and what it said."""


def prove(cell: Cell, stack: str, *, twice: bool = False) -> Proof:
    """Put a cell to all checks, up to the first that fails.

    Args:
        cell: What is written.
        stack: The lock of a release of its line.
        twice: Whether what `--serve` asks is asked otherwise, too: whether it loads, by `--load`
            or the package's own tests, and its methods by these, with what stands behind it there.

    Raises:
        StackUnavailableError: If the stack can't be installed.
    """
    python = environment(stack, tools=True)
    outcomes: dict[str, str] = {}
    package = ""
    with tempfile.TemporaryDirectory(prefix="cell-") as folder:
        into = Path(folder, "written")
        into.mkdir()
        try:
            project, _ = write(cell.api, cell.line.name, into, cell.kind)
            package = digest(project)
            for check in _checks(cell, stack, python, project, package, twice=twice):
                outcomes |= check()
        except CheckError as error:
            return Proof(cell, stack, package, error.args[0], error.args[1][-WORDS:])
    served = tuple(method for method, outcome in outcomes.items() if outcome == "served")
    return Proof(cell, stack, package, served=served, methods=len(outcomes))


def digest(project: Path) -> str:
    """Tell a package by the names and the bytes of all its files."""
    told = hashlib.sha256()
    for path in sorted(path for path in project.rglob("*") if path.is_file()):
        content = path.read_bytes()
        told.update(f"{path.relative_to(project).as_posix()}\n{len(content)}\n".encode() + content)
    return told.hexdigest()[:16]


def _checks(
    cell: Cell, stack: str, python: Path, project: Path, package: str, *, twice: bool
) -> Iterator[Callable[[], Mapping[str, str]]]:
    """Yield each check; what it returns is the methods' outcomes."""

    def program(name: str, *words: str) -> Callable[[], Mapping[str, str]]:
        return lambda: _run(name, [str(python), "-m", *words], project)

    if package not in _CLEAN:
        yield lambda: _read(project)
        yield program("ruff check", "ruff", "check", "--no-cache")
        yield program("ruff format", "ruff", "format", "--check", "--no-cache")
        yield lambda: packed(project, python)
        _CLEAN.add(package)
    # Most of mypy's work is to read the stack, which is the same for all cells, one at a time.
    mypy = program("mypy", "mypy", "--cache-dir", str(cache() / f"mypy-{stack}"))
    with _MYPY[stack]:
        yield mypy
    those = () if twice else ("-k", SERVED_ANYWAY)
    yield program("pytest", "pytest", "--quiet", "--exitfirst", *those)
    with upstream(cell, python) as behind:
        asked = ["--python", str(python), *behind]
        if twice and not _conforms(project):
            yield lambda: _loaded(project, asked)
        yield lambda: enough(cell, stack, _served(project, [*asked, *models_named(cell)]))


def _conforms(project: Path) -> bool:
    """Whether its own tests have asked the stack already to load it, and what reading says."""
    return "provider_tests" in (project / "tests" / "test_provider.py").read_text("utf-8")


def _run(name: str, command: list[str], project: Path) -> Mapping[str, str]:
    environ = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
        "PYTHONPATH": os.pathsep.join(
            map(str, [project / "src", *kit_path(project.parent / "kit")])
        ),
        "NO_PROXY": "127.0.0.1,localhost",
        "TMPDIR": str(project.parent),
        **QUICK_LOG,  # painting one error of its own takes some releases seconds
    }
    done = subprocess.run(
        command, cwd=project, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CheckError(name, done.stdout + done.stderr)
    return {}


def _validate(project: Path, *options: str) -> tuple[int, dict[str, object], str]:
    command = [sys.executable, "-m", "validate_provider", str(project), "--format", "json"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, said


def _read(project: Path) -> Mapping[str, str]:
    code, report, said = _validate(project)
    if code or report["findings"]:
        raise CheckError("validate-provider", said)
    return {}


def packed(project: Path, python: Path) -> Mapping[str, str]:
    """See that the wheel holds all modules of the package."""
    dist = project.parent / "dist"
    build = [str(interpreters.uv_command()), "build", "-q", "--wheel", "-p", str(python)]
    _run("wheel", [*build, "--out-dir", str(dist), str(project)], project)
    [wheel] = dist.glob("*.whl")
    source = project / "src"
    modules = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    modules = {name for name in modules if "__pycache__" not in name}
    if missing := modules - set(zipfile.ZipFile(wheel).namelist()):
        raise CheckError("wheel", f"the wheel lacks {', '.join(sorted(missing))}")
    return {}


def _loaded(project: Path, asked: list[str]) -> Mapping[str, str]:
    code, report, said = _validate(project, "--load", *asked)
    if code or not report:
        raise CheckError("load", said)
    return {}


def _served(project: Path, asked: list[str]) -> Mapping[str, str]:
    _, report, said = _validate(project, "--serve", *asked)
    [served] = report.get("served") or [{}]
    outcomes = {method["method"]: method["outcome"] for method in served.get("methods", ())}
    if not outcomes or "wrong" in outcomes.values() or served["problem"]:
        raise CheckError("serve", json.dumps(served, indent=1) if served else said)
    return outcomes


def enough(cell: Cell, stack: str, outcomes: Mapping[str, str]) -> Mapping[str, str]:
    """See that a starter serves most methods; a skeleton serves none until it is filled in."""
    unserved = {method for method, outcome in outcomes.items() if outcome != "served"}
    left_out = unserved - UNASKED.get((cell.api, stack), set())
    if cell.starter and len(left_out) > LEFT_OUT * len(outcomes):
        raise CheckError("methods served", json.dumps(dict(outcomes), indent=1))
    return outcomes
