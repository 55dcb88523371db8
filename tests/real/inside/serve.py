"""Answers many questions of one stack: it is imported once, and the process forks for each.

    python serve.py PROBE

Run by the Python that the stack is installed in; standard library only. Each line of stdin asks
one question, each line of stdout is the exit code of the process that has answered it.
"""

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


def by_path(path: Path) -> ModuleType:
    """Import a file by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def warm(core: str) -> None:
    """Import what a stack imports as it starts, so that no fork has to."""
    for name in ("sqlalchemy.ext.asyncio", "sqlalchemy.dialects.sqlite.aiosqlite"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for package in (f"{core}.routers", f"{core}.routing_tables"):
        if importlib.util.find_spec(package):
            folder = importlib.import_module(package).__path__
            for module in pkgutil.iter_modules(folder, f"{package}."):
                with contextlib.suppress(ImportError):
                    importlib.import_module(module.name)
    gc.freeze()  # what is never collected is never copied for a fork


def main() -> None:
    """Import the stack, then fork for each question until there are no more."""
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != HERE]
    probe = by_path(Path(sys.argv[1]))
    out = os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    stack = probe.Stack(probe.find_root(None))
    stack.registry()
    warm(stack.distribution.__name__.rpartition(".")[0])
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            os.setsid()
            if asked["directory"]:
                by_path(HERE / "directory.py").prepare(probe, asked["directory"])
            if asked["alone"]:
                by_path(HERE / "alone.py").prepare(probe)
            probe.main(json.loads(Path(asked["question"]).read_text(encoding="utf-8")))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=out, flush=True)


if __name__ == "__main__":
    main()
