"""The everyday form of a requirement is read as `packaging` reads it."""

import itertools
import subprocess
import sys

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from validate_provider.contract import Contract
from validate_provider.source.requirement import admits, distribution_of, extra_of, holds, marker_of

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


@pytest.mark.parametrize(
    ("marker", "extra"),
    [
        ('extra == "server"', "server"),
        ("extra=='server'", "server"),
        ("(python_version >= '3.12') and extra == \"dev\"", "dev"),
        ("python_version >= '3.12'", ""),
        ("", ""),
    ],
)
def test_a_condition_is_read_as_packaging_reads_it(marker: str, extra: str) -> None:
    assert extra_of(marker) == extra
    assert marker_of(f"ogx>=1; {marker}" if marker else "ogx>=1") == marker
    for asked in ("", "server", "dev"):
        for python in ("3.11", "3.13"):
            environment = {"extra": asked, "python_version": python}
            truth = not marker or Marker(marker).evaluate(environment)
            assert holds(marker, environment) == truth


def test_a_condition_on_an_extra_needs_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from validate_provider.source.requirement import admits, holds\n"
        "text = 'ogx>=1; extra == \"server\"'\n"
        "print(admits(text)('1.5.0'), holds('extra == \"server\"', {'extra': 'server'}))\n"
        "print('packaging' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True True\nFalse\n"


def test_a_condition_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="is no condition of a requirement"):
        holds("python_version >> 3", {})
