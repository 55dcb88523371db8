"""What real stacks do with run configs."""

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

import yaml

import validate_provider.live
from stacks.environments import version
from validate_provider.live.stores import stores_in

_START = Path(__file__).parent / "inside" / "start_run.py"
_PROBE = Path(validate_provider.live.__file__).parent / "probe.py"


class Started(NamedTuple):
    """How far a stack came with a run config."""

    step: str
    """`config`, `registry` or `start`: the step that failed; `up` if none did."""
    error: str
    """What it said, with the class of the exception before it."""

    @property
    def up(self) -> bool:
        """Whether the stack came up."""
        return self.step == "up"


def start_all(python: Path, questions: list[tuple[Path, list[Path]]], home: Path) -> list[Started]:
    """Start one stack with each run config.

    Args:
        python: The interpreter that the stack is installed in.
        questions: Each a run config, and the folders that packages are imported from.
        home: A folder for what the stacks write.
    """
    asked, told = home / "asked.json", home / "told.json"
    asked.write_text(json.dumps([[str(run), [str(f) for f in fs]] for run, fs in questions]))
    environ = {"HOME": str(home), "SQLITE_STORE_DIR": str(home)}
    command = [str(python), str(_START), str(_PROBE), str(asked), str(told)]
    result = subprocess.run(
        command, env=environ, cwd=home, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return [Started(step, error) for step, error in json.loads(told.read_text())]


def run_config(line: str, folder: Path, providers: dict[str, list[dict[str, object]]]) -> str:
    """The text of the smallest run config that a line starts with, with these providers."""
    config: dict[str, object] = {"version": 2, "image_name": "ext", "apis": sorted(providers)}
    ogx = line.startswith("ogx-")
    if not ogx and version(line) <= (0, 2, 12):
        config["version"] = "2"
    if not ogx and (0, 3) <= version(line) < (0, 4):
        config["storage"] = stores_in(folder, prompts="kv")
    return yaml.safe_dump(config | {"providers": providers}, sort_keys=False)
