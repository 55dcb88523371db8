"""YAML for `external_providers_dir`: what is found in it, and in which releases."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.written import Written
from tests.yaml.checking import checked
from tests.yaml.configs import FILES as FILES_OF_PACKAGE
from tests.yaml.planted_files import BOTH, EVERY, FILES
from tests.yaml.trees import (
    FLAT,
    FLAT_INLINE,
    INLINE,
    NESTED,
    PACKAGE,
    REMOTE,
    write,
    write_package,
)
from validate_provider.contract import Contract
from validate_provider.finding import Answer, Column
from validate_provider.rules.rule import yaml_rules

PROVIDER = """
from llama_stack.providers.datatypes import AdapterSpec, Api, remote_provider_spec


def get_provider_spec():
    adapter = AdapterSpec(
        adapter_type="weather",
        module="ext_weather",
        config_class="ext_weather.config.Config",
        pip_packages=[],
    )
    return remote_provider_spec(api=Api.tool_runtime, adapter=adapter)
"""


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
    codes = {finding.code for finding in found.findings}
    assert "SPK804" in codes
    assert "SPK102" not in codes  # there the YAML is what is read, and it is that which fails


@pytest.mark.parametrize("described", [True, False])
def test_what_reads_no_module_key_reads_the_yaml(
    *, described: bool, tmp_path: Path, contract: Contract
) -> None:
    files: dict[str, str | bytes] = {**PACKAGE, "src/ext_weather/provider.py": PROVIDER}
    if described:
        files[f"src/ext_weather/providers.d/{REMOTE}"] = NESTED
    found = checked(contract, "llama-stack>=0.2.14,<0.2.18", write(tmp_path, files))
    loads = [contract.timeline.ranges(p.answers(Column.LOADS, Answer.YES)) for p in found.providers]
    whole = ["llama-stack 0.2.14-0.2.17"]
    assert loads == ([whole, whole] if described else [["llama-stack 0.2.16-0.2.17"]])
    assert ("SPK102" in {finding.code for finding in found.findings}) is not described


def test_a_package_that_only_yaml_names_needs_no_provider_module(
    tmp_path: Path, contract: Contract
) -> None:
    project = write(tmp_path, {**PACKAGE, f"providers.d/{REMOTE}": NESTED})
    found = checked(contract, "llama-stack>=0.2.2,<0.2.16", project)
    (provider,) = found.providers
    assert provider.told_in is not None
    assert {(it.loads, it.serves) for it in provider.verdicts} == {("yes", "yes")}

    other = write(tmp_path / "other", {**PACKAGE, f"providers.d/{INLINE}": "module: one"})
    codes = {finding.code for finding in checked(contract, "ogx==1.5.0", other).findings}
    assert "SPK101" in codes


@pytest.mark.parametrize("end", ['http://localhost:8000/v1}"', '" + "http://localhost}"'])
def test_a_default_of_later_releases(
    end: str, written: Callable[[str, str], Written], tmp_path: Path, contract: Contract
) -> None:
    package = shutil.copytree(written("inference", "llama-stack-0.2.2").folder, tmp_path / "acme")
    config = package / "src" / "llama_stack_provider_acme" / "config.py"
    right = '"${env.ACME_URL:http://localhost:8000/v1}"'
    assert right in config.read_text()
    config.write_text(config.read_text().replace(right, '"${env.ACME_URL:=' + end))
    (finding,) = checked(contract, "llama-stack>=0.2.11,<0.2.13", package).findings
    assert finding.code == "SPK410"
    assert contract.timeline.ranges(finding.releases) == ["llama-stack 0.2.11-0.2.12"]
    assert finding.hint.startswith("write `${env.ACME_URL:")


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
