"""What reading says of `external_providers_dir` is what the real loader says."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.real.started import Started, run_config, start_all
from tests.yaml.checking import checked
from tests.yaml.planted_files import BOTH, FILES
from tests.yaml.trees import FLAT, FLAT_INLINE, INLINE, NESTED, REMOTE, write, write_package
from validate_provider.contract import Contract
from validate_provider.finding import Answer

LINES = ["llama-stack-0.2.12", "llama-stack-0.2.22", "ogx-1.5.0"]
"""One of each way to read YAML; `tests.real.agreement` asks all lines."""
PACKAGE_FAULTS = {
    "a config class that is not there": (REMOTE, BOTH.replace("config.Config", "config.Conf")),
    "a package that is not there": (INLINE, FLAT_INLINE.replace("module: ext_", "module: other_")),
    "a config class without a dot": (INLINE, FLAT_INLINE.replace("ext_weather.config.", "")),
}
CASES: dict[str, tuple[str, str | bytes]] = {
    **{name: (planted.file, planted.text) for name, planted in FILES.items()},
    **PACKAGE_FAULTS,
    "both layouts": (REMOTE, BOTH),
    "the layout up to 0.2.22": (REMOTE, NESTED),
    "the layout from 0.2.23 on": (REMOTE, FLAT),
    "an inline provider": (INLINE, FLAT_INLINE),
}


class Place:
    """The files of one case."""

    def __init__(self, folder: Path, name: str) -> None:
        file, text = CASES[name]
        self.tree = write(folder / "providers.d", {file: text})
        self.package = write_package(folder)
        *folders, _name = Path(file).parts
        kind = folders.pop(0) if len(folders) > 1 else "remote"
        self.api = folders[0]
        self.provider_type = f"{kind}::{Path(file).stem}"

    def run_yaml(self, line: str) -> Path:
        """Write the run config that names the provider."""
        entry: dict[str, object] = {
            "provider_id": "weather",
            "provider_type": self.provider_type,
            "config": {},
        }
        text = run_config(line, self.tree.parent, {self.api: [entry]})
        run_yaml = self.tree.parent / "run.yaml"
        run_yaml.write_text(f"external_providers_dir: {self.tree}\n{text}")
        return run_yaml


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Place]:
    """The files of every case."""
    return {name: Place(tmp_path_factory.mktemp("case"), name) for name in CASES}


@pytest.fixture(scope="module")
def started(
    places: dict[str, Place],
    stack: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], dict[str, Started]]:
    """What a line's stack does with each case; asked once."""

    @cache
    def of_line(line: str) -> dict[str, Started]:
        questions = [(place.run_yaml(line), [place.package / "src"]) for place in places.values()]
        answers = start_all(stack(line), questions, tmp_path_factory.mktemp("home"))
        return dict(zip(places, answers, strict=True))

    return of_line


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", CASES)
def test_reading_says_what_the_loader_says(
    name: str,
    line: str,
    places: dict[str, Place],
    started: Callable[[str], dict[str, Started]],
    contract: Contract,
) -> None:
    real = started(line)[name]
    distribution, _, release = line.rpartition("-")
    place = places[name]
    found = checked(contract, f"{distribution}=={release}", place.tree, place.package)
    (provider,) = found.providers
    (verdict,) = provider.verdicts
    if verdict.loads is Answer.UNKNOWN:
        assert name == "a package that is not there"
        return
    assert (verdict.loads is Answer.YES) == real.up, real.error
    if verdict.loads is Answer.NO:
        said = verdict.stack_says.partition("\n")[0]
        assert real.error.startswith(said), real.error
