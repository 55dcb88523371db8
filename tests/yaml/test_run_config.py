"""Run configs: what is found in them, and in which releases."""

from pathlib import Path

import pytest

from tests.yaml.checking import checked
from tests.yaml.configs import FILES, RUN
from tests.yaml.planted_configs import CONFIGS, EVERY, MODULE, PlantedConfig
from tests.yaml.trees import write
from validate_provider.contract import Contract
from validate_provider.rules.rule import yaml_rules


def plant(folder: Path, planted: PlantedConfig) -> tuple[Path, Path]:
    """Write a config and its package with a fault in one of them; give both."""
    assert planted.old in RUN
    file, old, new = planted.package
    assert not file or old in FILES[file]
    files = {name: text.replace(old, new) if name == file else text for name, text in FILES.items()}
    package = write(folder / "ext-weather", dict(files))
    text = RUN.replace(planted.old, planted.new) if planted.old else RUN
    write(folder, {"run.yaml": text})
    return folder / "run.yaml", package


@pytest.mark.parametrize("name", CONFIGS)
def test_a_planted_fault_is_found_alone(name: str, tmp_path: Path, contract: Contract) -> None:
    planted = CONFIGS[name]
    found = checked(contract, planted.against, *plant(tmp_path, planted))
    # A dataclass is a config class, though not the best one.
    (first, *more) = [finding for finding in found.findings if finding.code != "SPK406"]
    releases = 0
    for finding in (first, *more):
        assert (finding.code, finding.message) == (planted.code, first.message)
        releases |= finding.releases
    assert ", ".join(contract.timeline.ranges(releases)) == planted.releases
    assert first.stack_says.startswith(planted.says)


def test_every_rule_on_configs_has_a_planted_fault() -> None:
    planted = {fault.code for fault in CONFIGS.values()}
    assert {rule.code for rule in yaml_rules() if rule.on_config} == planted


def test_a_config_for_every_release(tmp_path: Path, contract: Contract) -> None:
    write(tmp_path / "ext-weather", dict(FILES))
    run = write(tmp_path, {"run.yaml": RUN}) / "run.yaml"
    found = checked(contract, MODULE, run, tmp_path / "ext-weather")
    assert [finding.message for finding in found.findings] == []
    (provider,) = found.providers
    (verdict,) = provider.verdicts
    assert (verdict.loads, verdict.serves) == ("yes", "yes")
    assert contract.timeline.ranges(verdict.releases) == EVERY.split(", ")


def test_a_package_that_is_not_here_is_unknown(tmp_path: Path, contract: Contract) -> None:
    run = write(tmp_path, {"run.yaml": RUN}) / "run.yaml"
    (provider,) = checked(contract, MODULE, run).providers
    (verdict,) = provider.verdicts
    assert (verdict.loads, verdict.serves) == ("unknown", "unknown")
    assert verdict.why == "the package `ext_weather` is not here; pass its folder too"
