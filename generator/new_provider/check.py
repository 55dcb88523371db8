"""Asking validate-provider about what was written."""

import subprocess
import sys
from pathlib import Path


def check(project: Path) -> int:
    """Validate a project, showing what validate-provider says; return its exit code."""
    command = [sys.executable, "-m", "validate_provider", str(project)]
    # It writes to the same place as we do, and must not come before us.
    sys.stdout.flush()
    return subprocess.run(command, check=False).returncode
