"""Every rule, by a fault planted in a freshly written package: it is found, and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.mutation import (
    API,
    GUIDE,
    GUIDE_RELEASES,
    OGX,
    OGX_RELEASES,
    SEVEN,
    SPEC,
    Mutation,
    checked,
    plant,
)
from tests.rules.planted import config, entry, factory, registry, spec
from tests.written import Written
from validate_provider.contract import Contract
from validate_provider.rules.rule import package_rules

__all__ = ["API", "GUIDE", "MUTATIONS", "OGX", "Mutation", "checked", "plant"]

SERVING = {
    "an api without a protocol": Mutation(
        "SPK601",
        SPEC,
        "api=Api.inference",
        "api=Api.container_runtime",
        "ogx 1.2.0-1.5.0",
        "KeyError: <Api.container_runtime: 'container_runtime'>",
        target=OGX,
        against="ogx>=1.2",
    ),
    "a method missing where it is checked": Mutation(
        "SPK602",
        "inference.py",
        "async def openai_embeddings(",
        "async def embed(",
        GUIDE_RELEASES,
        "ValueError: Provider `acme (Api.inference)` does not implement the following methods:\n"
        "[('openai_embeddings', 'not_actually_implemented')]",
        target=GUIDE,
    ),
    "a method missing where nothing is checked": Mutation(
        "SPK602", "inference.py", "async def openai_embeddings(", "async def embed(", SEVEN
    ),
    "a parameter missing where it is checked": Mutation(
        "SPK603",
        "inference.py",
        "    async def openai_embeddings(\n        self,\n        model:",
        "    async def openai_embeddings(\n        self,\n        model_id:",
        GUIDE_RELEASES,
        "ValueError: Provider `acme (Api.inference)` does not implement the following methods:\n"
        "[('openai_embeddings', 'signature_mismatch')]",
        target=GUIDE,
    ),
    "a parameter too many": Mutation(
        "SPK603",
        "inference.py",
        "async def openai_embeddings(self, params:",
        "async def openai_embeddings(self, model: str, params:",
        SEVEN,
    ),
    "a plain method": Mutation(
        "SPK604",
        "inference.py",
        '        return await self._service.post("embeddings"',
        '        return self._service.post("embeddings"',
        SEVEN,
        also=("async def openai_embeddings(", "def openai_embeddings("),
    ),
    "no should_refresh_models": Mutation(
        "SPK701",
        "inference.py",
        "async def should_refresh_models(",
        "async def refresh(",
        SEVEN,
        "AttributeError: 'AcmeInferenceAdapter' object has no attribute 'should_refresh_models'",
    ),
    "no should_refresh_models on ogx": Mutation(
        "SPK701",
        "inference.py",
        "async def should_refresh_models(",
        "async def refresh(",
        OGX_RELEASES,
        "AttributeError: 'AcmeInferenceAdapter' object has no attribute 'should_refresh_models'",
        target=OGX,
    ),
    "no register_model": Mutation(
        "SPK702", "inference.py", "async def register_model(", "async def enrol(", SEVEN
    ),
}
MUTATIONS: dict[str, Mutation] = {
    **entry.PLANTED,
    **spec.PLANTED,
    **registry.PLANTED,
    **config.PLANTED,
    **factory.PLANTED,
    **SERVING,
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
    planted = {mutation.code for mutation in MUTATIONS.values()}
    elsewhere = {"SPK901"}
    assert {rule.code for rule in package_rules()} == planted | elsewhere


@pytest.mark.parametrize("api", ["inference", "files"])
@pytest.mark.parametrize("target", [GUIDE, API, OGX])
def test_a_freshly_written_package_is_clean(
    api: str, target: str, written: Callable[[str, str], Written], contract: Contract
) -> None:
    found = checked(written(api, target).folder, contract, "declared")
    assert [finding.message for finding in found.findings] == []
    for provider in found.providers:
        assert [(v.loads, v.serves) for v in provider.verdicts] == [("yes", "yes")]


def test_a_package_that_names_no_stack_is_told(
    written: Callable[[str, str], Written], tmp_path: Path, contract: Contract
) -> None:
    package = tmp_path / "package"
    shutil.copytree(written("inference", API).folder, package)
    pyproject = package / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "llama-stack" not in line or "name" in line]
    pyproject.write_text("\n".join(kept), encoding="utf-8")
    found = checked(package, contract, "llama-stack==0.7.3")
    assert [finding.code for finding in found.findings] == ["SPK901"]
