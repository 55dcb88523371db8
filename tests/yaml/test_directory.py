"""YAML for `external_providers_dir`: what is found in it, and in which releases."""

from pathlib import Path

import pytest

from tests.yaml.checking import checked
from tests.yaml.configs import FILES as FILES_OF_PACKAGE
from tests.yaml.planted_files import BOTH, EVERY, FILES
from tests.yaml.trees import FLAT, FLAT_INLINE, INLINE, REMOTE, write, write_package
from validate_provider.contract import Contract
from validate_provider.rules.rule import yaml_rules


@pytest.mark.parametrize("name", FILES)
def test_a_planted_fault_is_found_alone(name: str, tmp_path: Path, contract: Contract) -> None:
    planted = FILES[name]
    tree = write(tmp_path / "providers.d", {planted.file: planted.text})
    found = checked(contract, planted.against, tree, write_package(tmp_path))
    (finding,) = found.findings
    told = ", ".join(contract.timeline.ranges(finding.releases))
    assert (finding.code, told) == (planted.code, planted.releases)
    assert finding.stack_says.startswith(planted.says)
    assert finding.place is not None
    assert finding.place.path == planted.file


def test_every_rule_on_files_has_a_planted_fault() -> None:
    planted = {fault.code for fault in FILES.values()}
    assert {rule.code for rule in yaml_rules() if rule.on_file} == planted


@pytest.mark.parametrize(("file", "text"), [(REMOTE, BOTH), (INLINE, FLAT_INLINE)])
def test_a_file_for_every_release(file: str, text: str, tmp_path: Path, contract: Contract) -> None:
    tree = write(tmp_path / "providers.d", {file: text})
    found = checked(contract, "all", tree, write_package(tmp_path))
    assert [finding.message for finding in found.findings] == []
    (provider,) = found.providers
    (verdict,) = provider.verdicts
    assert (verdict.loads, verdict.serves) == ("yes", "yes")
    assert contract.timeline.ranges(verdict.releases) == EVERY.split(", ")


def test_a_tree_in_a_project_is_checked_with_it(tmp_path: Path, contract: Contract) -> None:
    package = write(tmp_path / "ext-weather", {**FILES_OF_PACKAGE, f"providers.d/{REMOTE}": FLAT})
    found = checked(contract, "all", package)
    assert [provider.told_in is None for provider in found.providers] == [True, False]
    assert {"SPK102", "SPK804"} <= {finding.code for finding in found.findings}


@pytest.mark.parametrize("path", [f"providers.d/{REMOTE}", "providers.d"])
def test_a_tree_finds_the_package_that_it_lies_in(
    path: str, tmp_path: Path, contract: Contract
) -> None:
    package = write(tmp_path / "ext-weather", {**FILES_OF_PACKAGE, f"providers.d/{REMOTE}": FLAT})
    found = checked(contract, "ogx==1.5.0", package / path)
    (provider,) = found.providers
    (verdict,) = provider.verdicts
    assert (verdict.loads, verdict.serves) == ("yes", "yes")


def test_a_module_named_as_if_its_folder_were_on_the_path(
    tmp_path: Path, contract: Contract
) -> None:
    text = FLAT.replace("module: ext_weather", "module: adapter")
    tree = write(tmp_path / "specs.d", {REMOTE: text})
    found = checked(contract, "ogx==1.5.0", tree, write_package(tmp_path))
    (finding,) = found.findings
    assert finding.code == "SPK302"
    assert finding.stack_says == "ModuleNotFoundError: No module named 'adapter'"
