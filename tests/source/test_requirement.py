"""The everyday form of a requirement is read as `packaging` reads it."""

import itertools

import pytest
from packaging.requirements import Requirement

from validate_provider.contract import Contract
from validate_provider.source.requirement import admits, distribution_of

CLAUSES = ["", ">=0.7", "<0.8", ">0.2.16", "<=1.5.0", "==0.7.3", "!=0.2.20", "==0.2", ">0.2.10"]
OTHERS = ["~=0.7.1", "==0.2.*", "!=0.3.*", ">=0.5.0rc1", "===0.7.3", "<1.0.dev1"]


@pytest.mark.parametrize(
    "specifier",
    [f"{a},{b}" if a and b else a + b for a, b in itertools.product(CLAUSES, CLAUSES)] + OTHERS,
)
def test_it_admits_what_packaging_admits(specifier: str, contract: Contract) -> None:
    requirement = f"llama-stack{specifier}"
    test, truth = admits(requirement), Requirement(requirement).specifier
    for release in contract.timeline.releases:
        assert test(release.version) == truth.contains(release.version), release.label


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("llama_stack>=0.2", "llama-stack"),
        ("Llama.Stack-API", "llama-stack-api"),
        ("ogx[server]==1.5.0", "ogx"),
        ("ogx == 1.5.0", "ogx"),
        ("ogx>=1; python_version > '3.11'", "ogx"),
        (">=1", ""),
    ],
)
def test_it_names_a_distribution(requirement: str, name: str) -> None:
    assert distribution_of(requirement) == name


@pytest.mark.parametrize("text", ["llama-stack>>1", "llama-stack=1", "!!", "llama stack"])
def test_nonsense_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is not a requirement"):
        admits(text)
