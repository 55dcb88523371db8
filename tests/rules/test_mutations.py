"""Every rule, by a fault planted in a freshly written package: it is found, and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.mutation import (
    API,
    GUIDE,
    OGX,
    Mutation,
    checked,
    plant,
)
from tests.rules.planted import (
    config,
    distribution,
    elsewhere,
    entry,
    factory,
    registry,
    serving,
    spec,
)
from tests.written import Written
from validate_provider.contract import Contract
from validate_provider.rules.rule import package_rules

__all__ = ["API", "GUIDE", "MUTATIONS", "OGX", "Mutation", "checked", "plant"]

MUTATIONS: dict[str, Mutation] = {
    **entry.PLANTED,
    **spec.PLANTED,
    **registry.PLANTED,
    **config.PLANTED,
    **factory.PLANTED,
    **serving.PLANTED,
    **distribution.PLANTED,
    **elsewhere.PLANTED,
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_planted_fault_is_found_alone(
    name: str, written: Callable[[str, str], Written], tmp_path: Path, contract: Contract
) -> None:
    mutation = MUTATIONS[name]
    package = tmp_path / "package"
    shutil.copytree(written(mutation.api, mutation.target).folder, package)
    plant(package, mutation)
    found = checked(package, contract, mutation.against)
    told = {f.code: ", ".join(contract.timeline.ranges(f.releases)) for f in found.findings}
    assert told == {mutation.code: mutation.releases}
    if mutation.says:
        assert found.findings[0].stack_says.startswith(mutation.says)


def test_every_rule_has_a_mutation() -> None:
    assert {mutation.code for mutation in MUTATIONS.values()} == {r.code for r in package_rules()}


@pytest.mark.parametrize("api", ["inference", "files"])
@pytest.mark.parametrize("target", [GUIDE, API, OGX])
def test_a_freshly_written_package_is_clean(
    api: str, target: str, written: Callable[[str, str], Written], contract: Contract
) -> None:
    found = checked(written(api, target).folder, contract, "declared")
    assert [finding.message for finding in found.findings] == []
    for provider in found.providers:
        assert [(v.loads, v.serves) for v in provider.verdicts] == [("yes", "yes")]
