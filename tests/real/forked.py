"""Asking many questions of one stack: it is imported once, and forked for each question.

The probe itself and what it does are the same as in `validate_provider.live`; only the stack's
own import, which takes longer than all else, is done beforehand.
"""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

_SERVE = """
import importlib.util, json, os, sys
spec = importlib.util.spec_from_file_location("probe", sys.argv[1])
probe = importlib.util.module_from_spec(spec)
sys.modules["probe"] = probe
spec.loader.exec_module(probe)
out = os.fdopen(os.dup(1), "w")
nothing = os.open(os.devnull, os.O_RDWR)
os.dup2(nothing, 1)
os.dup2(nothing, 2)
probe.Stack(probe.find_root(None)).registry()
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        os.setsid()
        probe.main(json.loads(open(asked["question"], encoding="utf-8").read()))
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), file=out, flush=True)
"""


class Forks:
    """One waiting process for each interpreter that was asked."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._processes: dict[str, subprocess.Popen[str]] = {}

    def run(self, command: Sequence[str], _folder: Path, _seconds: float) -> tuple[int | None, str]:
        """Stand in for running the probe: the exit code, and nothing of what is printed."""
        python, probe, question = command
        if python not in self._processes:
            self._processes[python] = subprocess.Popen(
                [python, "-c", _SERVE, probe],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=self._home,
                env={"HOME": str(self._home), "SQLITE_STORE_DIR": str(self._home)},
            )
        process = self._processes[python]
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"question": question}) + "\n")
        process.stdin.flush()
        return int(process.stdout.readline()), ""

    def close(self) -> None:
        """End the waiting processes."""
        for process in self._processes.values():
            process.communicate()
