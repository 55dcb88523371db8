"""Freshly written packages pass their own checks in their line's real environment."""

import os
import shutil
import subprocess

import pytest

LINES = {
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.7.3": "llama-stack-0.7",
    "ogx-1.5.0": "ogx-0.8",
}


@pytest.mark.parametrize("line", LINES)
def test_own_checks_pass(line, stack, written, tmp_path):
    python = stack(line, tools=True)
    checks = (
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        # Most of mypy's work is to read the stack: once is enough for both packages.
        ["mypy", "--cache-dir", str(tmp_path / "mypy")],
        ["pytest", "--quiet"],
    )
    for api in ("inference", "files"):
        project = shutil.copytree(written(api, LINES[line]).folder, tmp_path / api)
        environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            "PYTHONPATH": str(project / "src"),
            "NO_PROXY": "127.0.0.1,localhost",
            "TMPDIR": str(tmp_path),
        }
        for check in checks:
            command = [python, "-m", *check]
            done = subprocess.run(
                command, cwd=project, env=environ, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
