"""Which API packages a server can import, put to the servers themselves."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from validate_provider.contract import Contract
from validate_provider.ranges.api_pairs import missing_for

LINES = {
    "llama-stack": ("0.4.7", "0.5.4", "0.6.1", "0.7.3"),
    "ogx": ("1.0.4", "1.5.0"),
}
PAIRS = [
    (name, server, api)
    for name, versions in LINES.items()
    for server in versions
    for api in versions
]


@pytest.mark.parametrize(("name", "server", "api"), PAIRS)
def test_a_server_imports_what_is_said(
    name: str,
    server: str,
    api: str,
    stack: Callable[[str], Path],
    tmp_path: Path,
    contract: Contract,
) -> None:
    """The API package of another line is put before the server's own."""
    root = name.replace("-", "_")
    package = f"{root}_api"
    python = stack(f"{name}-{server}")
    (home,) = stack(f"{name}-{api}").parent.parent.glob(f"lib/python3*/site-packages/{package}")
    (tmp_path / package).symlink_to(home)
    done = subprocess.run(
        [python, "-c", f"import {root}.core.resolver, {package}; print({package}.__file__)"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    bit = contract.timeline.find(f"{name} {server}")
    ((_bit, release),) = contract.timeline.members(bit)
    missing = missing_for(release, bit, contract)
    said = missing.get(contract.timeline.find(f"{name} {api}"), "")
    assert (done.returncode == 0) == (not said), done.stderr
    if done.returncode == 0:
        assert done.stdout.splitlines()[-1].startswith(str(tmp_path))
    elif "ImportError" in done.stderr:
        assert f"cannot import name '{said}' from '{package}'" in done.stderr
