"""A package without YAML is checked without PyYAML, and without the rules on YAML."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.yaml.trees import FLAT, REMOTE, write, write_package

_RUN = """
import sys
from validate_provider.cli import main
try:
    main(["--against", "ogx==1.5.0"])
except SystemExit:
    pass
print("imported:", *(name for name in sys.modules if name == "yaml" or ".spk8" in name))
"""


def imported(folder: Path) -> list[str]:
    """What a check of a folder imports of it."""
    result = subprocess.run(
        [sys.executable, "-c", _RUN], cwd=folder, capture_output=True, text=True, check=True
    )
    return result.stdout.rpartition("imported:")[2].split()


@pytest.mark.parametrize("with_yaml", [False, True])
def test_yaml_is_read_only_where_there_is_some(with_yaml: bool, tmp_path: Path) -> None:  # noqa: FBT001
    package = write_package(tmp_path)
    if with_yaml:
        write(package / "providers.d", {REMOTE: FLAT})
    assert bool(imported(package)) == with_yaml
