"""Asking many questions of one stack: it is imported once, and forked for each question.

The probe itself and what it does are the same as in `validate_provider.live`; only the stack's
own import, which takes longer than all else, is done beforehand.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from validate_provider.live.contained import Ended

_SERVE = Path(__file__).parent / "inside" / "serve.py"


class Forks:
    """One waiting process for each interpreter that was asked."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._processes: dict[str, subprocess.Popen[str]] = {}

    def run(
        self,
        command: Sequence[str],
        _folder: Path,
        _environ: Mapping[str, str],
        _seconds: float,
        *,
        alone: bool = False,
        directory: Path | None = None,
    ) -> Ended:
        """Stand in for running the probe: the exit code, and nothing of what is printed.

        Args:
            command: As the probe would be run: the Python, the probe and the question.
            alone: Whether the provider is without what it needs beside the stack (see
                `inside/alone.py`).
            directory: The `external_providers_dir` that describes the provider; None if the run
                config names its module.
        """
        python, probe, question = command
        if python not in self._processes:
            self._processes[python] = subprocess.Popen(
                [python, str(_SERVE), probe],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=self._home,
                env={"HOME": str(self._home), "SQLITE_STORE_DIR": str(self._home)},
            )
        process = self._processes[python]
        assert process.stdin
        assert process.stdout
        asked = {"question": question, "alone": alone, "directory": directory and str(directory)}
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        return Ended(exit_code=int(process.stdout.readline()), printed="")

    def close(self) -> None:
        """End the waiting processes."""
        for process in self._processes.values():
            process.communicate()
