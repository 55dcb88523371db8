"""`--load` asks the stack about what YAML describes, with the config that it gives."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.yaml.configs import FILES, RUN
from tests.yaml.trees import FLAT, REMOTE, write, write_package

LINE = "ogx-1.5.0"
FORBIDS = FILES["src/ext_weather/config.py"].replace(
    "    city:", '    model_config = {"extra": "forbid"}\n    city:'
)


def loaded(folder: Path, python: Path, path: str) -> str:
    """What the command prints of the stack's answer."""
    command = [sys.executable, "-m", "validate_provider", path, "ext-weather"]
    options = ["--against", "ogx==1.5.0", "--load", "--python", str(python)]
    result = subprocess.run(
        [*command, *options], cwd=folder, capture_output=True, text=True, check=False
    )
    return result.stdout.partition("itself")[2] + result.stderr


def test_a_file_of_a_tree(stack: Callable[[str], Path], tmp_path: Path) -> None:
    # The package has no `provider` module: only the file can have been asked about.
    write_package(tmp_path)
    write(tmp_path / "specs.d", {REMOTE: FLAT})
    assert "loads: yes   starts: yes" in loaded(tmp_path, stack(LINE), "specs.d")


def test_the_config_of_an_entry(stack: Callable[[str], Path], tmp_path: Path) -> None:
    package = write(tmp_path / "ext-weather", dict(FILES))
    run = write(tmp_path, {"run.yaml": RUN.replace("city:", "town:")}) / "run.yaml"
    assert "loads: yes   starts: yes" in loaded(tmp_path, stack(LINE), run.name)
    write(package, {"src/ext_weather/config.py": FORBIDS})
    said = loaded(tmp_path, stack(LINE), run.name)
    assert "loads: no" in said
    assert "ValidationError: 1 validation error for Config" in said
