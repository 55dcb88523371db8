"""What reading says of a run config is what the real stack says when it is started with it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.real.started import Started, run_config, start_all
from tests.yaml.checking import checked
from tests.yaml.planted_configs import CONFIGS, PlantedConfig
from tests.yaml.test_run_config import FINE, plant
from validate_provider.contract import Contract
from validate_provider.finding import Answer

LINES = ["llama-stack-0.2.22", "llama-stack-0.3.5", "llama-stack-0.7.3", "ogx-1.5.0"]
CASES = {
    "nothing wrong": PlantedConfig("", "", "", ""),
    **CONFIGS,
    **{name: PlantedConfig("", old, new, "") for name, (old, new) in FINE.items()},
}
UNTOLD = {"another api than the spec's", "a circle of dependencies"}
"""Each has a provider under an API that it does not implement; the latter in one release only."""
NEEDS_A_VARIABLE = {"a variable without a default", "an empty default"}
"""The stack stops unless a variable is set, which is advice or a warning: it may well be set."""


def run_yaml(folder: Path, name: str, line: str) -> Path:
    """The planted config, with what this line needs beside the providers."""
    run, _package = plant(folder, CASES[name])
    smallest = yaml.safe_load(run_config(line, folder, {}))
    extra = {key: smallest[key] for key in ("storage",) if key in smallest}
    text = run.read_text(encoding="utf-8")
    run.write_text(text + (yaml.safe_dump(extra) if extra else ""), encoding="utf-8")
    return run


@pytest.fixture(scope="module")
def started(
    stack: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, tuple[Path, Started]]]:
    """What a line's stack does with each config, and the config; asked once."""

    @cache
    def of_line(line: str) -> dict[str, tuple[Path, Started]]:
        runs = {name: run_yaml(tmp_path_factory.mktemp("case"), name, line) for name in CASES}
        questions = [(run, [run.parent / "ext-weather" / "src"]) for run in runs.values()]
        answers = start_all(stack(line), questions, tmp_path_factory.mktemp("home"))
        pairs = zip(runs.values(), answers, strict=True)
        return dict(zip(runs, pairs, strict=True))

    return of_line


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", CASES)
def test_reading_says_what_the_stack_says(
    name: str,
    line: str,
    started: Callable[[str], dict[str, tuple[Path, Started]]],
    contract: Contract,
) -> None:
    run, real = started(line)[name]
    distribution, _, release = line.rpartition("-")
    found = checked(contract, f"{distribution}=={release}", run, run.parent / "ext-weather")
    provider = found.providers[0]
    (verdict,) = provider.verdicts
    if name in NEEDS_A_VARIABLE:
        assert not real.up
        (finding,) = found.findings
        assert real.error.startswith(finding.stack_says.partition("\n")[0]), real.error
        return
    if verdict.serves is Answer.UNKNOWN:
        assert name in UNTOLD
        return
    assert (verdict.serves is Answer.YES) == real.up, real.error
    if verdict.loads is Answer.NO:
        said = verdict.stack_says.partition("\n")[0]
        assert real.error.startswith(said), real.error
