"""Run configs: what is found in them, and in which releases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.written import Written
from tests.yaml.checking import checked
from tests.yaml.configs import FILES, RUN
from tests.yaml.planted_configs import CONFIGS, EVERY, MODULE, PlantedConfig
from tests.yaml.trees import FLAT, REMOTE, write, write_package
from validate_provider.contract import Contract
from validate_provider.finding import Answer, Column
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
    # A dataclass is a config class, though not the best one; what can't be registered is a fault
    # only if it is listed.
    beside = {"SPK406", "SPK702"}
    (first, *more) = [finding for finding in found.findings if finding.code not in beside]
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


RENAMES = """\
    city: str

    @model_validator(mode="before")
    @classmethod
    def renamed(cls, values):
        return {"city": values["town"]}
"""


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('    city: str = Field(alias="town")\n', None),
        (RENAMES, None),
        ('    model_config = ConfigDict(extra="allow")\n    city: str = ""\n', None),
        (
            '    model_config = ConfigDict(extra="forbid", frozen=True)\n    city: str = ""\n',
            "SPK852",
        ),
        ("    city: str = ...\n", "SPK851"),
        ("    city: str = Field(...)\n", "SPK851"),
        ("    city: str = Field(min_length=1)\n", "SPK851"),
    ],
)
def test_a_key_under_another_name(
    body: str, code: str | None, tmp_path: Path, contract: Contract
) -> None:
    head = "from pydantic import BaseModel, ConfigDict, Field, model_validator\n\n\n"
    text = f"{head}class Config(BaseModel):\n{body}"
    package = write(tmp_path / "ext-weather", {**FILES, "src/ext_weather/config.py": text})
    run = write(tmp_path, {"run.yaml": RUN.replace("city:", "town:")}) / "run.yaml"
    found = checked(contract, MODULE, run, package)
    codes = {finding.code for finding in found.findings} - {"SPK853"}
    assert codes == ({code} if code else set())


def test_what_a_variable_decides_is_unknown(tmp_path: Path, contract: Contract) -> None:
    package = write(tmp_path / "ext-weather", dict(FILES))
    text = RUN.replace("module: ext_weather", "module: ${env.WEATHER:=ext_weather}")
    run = write(tmp_path, {"run.yaml": text}) / "run.yaml"
    (provider,) = checked(contract, MODULE, run, package).providers
    assert {verdict.loads for verdict in provider.verdicts} == {"unknown"}


FINE = {
    "a provider that is switched off": ("provider_id: weather", "provider_id: null"),
    "a version that the loader cuts off": ("ext_weather", "ext_weather==1"),
    "a default": ("city: Kyiv", "city: ${env.EXT_CITY:=Kyiv}"),
    "a value that is there if a variable is": ("city: Kyiv", "city: Kyiv${env.EXT_CITY:+!}"),
    "an api of the stack's own that has no providers": (
        "tool_runtime:",
        "files: []\n  tool_runtime:",
    ),
    "apis": ("providers:", "apis: [tool_runtime]\nproviders:"),
    "a version in quotes": ("version: 2", "version: '2'"),
}
"""Configs that every release takes which reads `module:`: a text, and what is put in its place."""


@pytest.mark.parametrize("name", FINE)
def test_an_odd_config_is_fine(name: str, tmp_path: Path, contract: Contract) -> None:
    old, new = FINE[name]
    assert old in RUN
    package = write(tmp_path / "ext-weather", dict(FILES))
    run = write(tmp_path, {"run.yaml": RUN.replace(old, new, 1)}) / "run.yaml"
    found = checked(contract, MODULE, run, package)
    assert [finding.message for finding in found.findings] == []
    (provider,) = found.providers
    assert {(verdict.loads, verdict.serves) for verdict in provider.verdicts} == {("yes", "yes")}


BUILD = """\
version: '2'
distribution_spec:
  description: weather
  providers:
    tool_runtime:
    - provider_type: remote::weather
      module: ext_weather
image_type: venv
"""


def test_a_build_config(tmp_path: Path, contract: Contract) -> None:
    package = write(tmp_path / "ext-weather", dict(FILES))
    build = write(tmp_path, {"build.yaml": BUILD}) / "build.yaml"
    found = checked(contract, "all", build, package)
    told = {f.code: contract.timeline.ranges(f.releases) for f in found.findings}
    assert told == {
        "SPK821": ["llama-stack 0.4.0-0.7.3", "ogx 0.7.1-1.5.0"],
        "SPK825": ["llama-stack 0.2.2-0.2.15"],
    }


def test_the_folder_that_a_config_names_is_followed(tmp_path: Path, contract: Contract) -> None:
    package = write_package(tmp_path)
    text = RUN.replace("    module: ext_weather\n", "") + "external_providers_dir: specs\n"
    write(tmp_path, {"run.yaml": text, f"specs/{REMOTE}": FLAT.replace("[]", "[nothing]")})
    found = checked(contract, "ogx==1.5.0", tmp_path / "run.yaml", package)
    assert {finding.code for finding in found.findings} == {"SPK807"}
    (provider,) = found.providers
    assert (provider.provider_type, provider.api) == ("remote::weather", "tool_runtime")


def test_what_can_not_be_followed_is_unknown(tmp_path: Path, contract: Contract) -> None:
    text = "providers: {}\nexternal_providers_dir: ~/specs\n"
    run = write(tmp_path, {"run.yaml": text}) / "run.yaml"
    (provider,) = checked(contract, "ogx==1.5.0", run).providers
    (verdict,) = provider.verdicts
    assert (verdict.loads, verdict.why) == (
        "unknown",
        "the folder `~/specs` is not here; pass it too",
    )


@pytest.mark.parametrize("api", ["inference", "files"])
@pytest.mark.parametrize(
    "target", ["llama-stack>=0.2.16,<0.2.23", "llama-stack>=0.7,<0.8", "ogx>=1"]
)
def test_a_freshly_written_config_is_clean(
    api: str, target: str, written: Callable[[str, str], Written], contract: Contract
) -> None:
    found = checked(contract, "declared", written(api, target).folder / "run.yaml")
    assert [finding.message for finding in found.findings] == []
    (provider,) = found.providers
    assert {(verdict.loads, verdict.serves) for verdict in provider.verdicts} == {("yes", "yes")}


@pytest.mark.parametrize("folder", ["providers.d", "null"])
def test_what_is_open_on_some_releases_is_judged_on_the_others(
    folder: str, tmp_path: Path, contract: Contract
) -> None:
    files = {**FILES, "src/ext_weather/provider.py": "raise ValueError"}
    package = write(tmp_path / "ext-weather", dict(files))
    write(tmp_path, {"run.yaml": f"external_providers_dir: {folder}\n{RUN}"})
    found = checked(contract, "llama-stack>=0.2.14,<0.2.18", tmp_path / "run.yaml", package)
    (provider,) = found.providers
    told = [provider.answers(Column.LOADS, answer).bit_count() for answer in Answer]
    assert told == ([0, 2, 2] if folder == "providers.d" else [0, 4, 0])
