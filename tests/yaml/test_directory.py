"""YAML for `external_providers_dir`: what is found in it, and in which releases."""

from pathlib import Path

import pytest

from tests.yaml.checking import checked
from tests.yaml.planted_files import BOTH, EVERY, FILES
from tests.yaml.trees import FLAT_INLINE, INLINE, REMOTE, write, write_package
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
