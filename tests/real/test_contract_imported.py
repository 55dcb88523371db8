"""The contract equals the imported release: three of them, one of each import root.

`python -m tests.real.contract_everywhere` puts the same questions to every release.
"""

import copy
from typing import Any

import pytest

from tests.real.contract_imported import (
    ASPECTS,
    Imported,
    apis,
    ask,
    classes,
    differences,
    modules,
    protocol_methods,
    protocols,
    questions,
    specs,
)
from tests.real.contract_known import known_differences
from tests.real.installed import installed
from validate_provider.contract import Contract

LINES = ["llama-stack-0.2.22", "llama-stack-0.7.3", "ogx-1.5.0"]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(line, marks=pytest.mark.xdist_group(f"imported-{line}")) for line in LINES
    ],
)
def release(request, contract: Contract) -> Imported:
    distribution, _, version = request.param.rpartition("-")
    bit = contract.timeline.find(f"{distribution} {version}")
    return Imported(contract, bit, ask(installed(request.param), questions(contract, bit)))


@pytest.mark.parametrize("aspect", ASPECTS, ids=lambda aspect: aspect.__name__)
def test_every_difference_is_known(release: Imported, aspect) -> None:
    known = known_differences(release.contract, release.bit)
    assert sorted(set(aspect(release)) - set(known)) == []


def test_every_known_difference_is_there(release: Imported) -> None:
    known = known_differences(release.contract, release.bit)
    assert sorted(set(known) - differences(release)) == []


def other_member(answer: Any) -> None:
    answer["apis"]["members"]["nosuch"] = "nosuch"


def other_check(answer: Any) -> None:
    answer["protocols"]["inference"]["checked"].append("nosuch")


def other_parameter(answer: Any) -> None:
    methods = answer["protocols"]["tool_runtime"]["methods"]
    methods["invoke_tool"][1][0] = "nosuch"


def other_field(answer: Any) -> None:
    for dotted, said in answer["classes"].items():
        if dotted.endswith(".RemoteProviderSpec"):
            said["fields"]["nosuch"] = True


def other_name(answer: Any) -> None:
    said = next(said for said in answer["modules"].values() if "error" not in said)
    said["names"]["nosuch"] = ["value", ""]


def other_base(answer: Any) -> None:
    said = next(said for said in answer["classes"].values() if "error" not in said)
    said["bases"].append("nosuch.Base")


@pytest.mark.parametrize(
    ("aspect", "change"),
    [
        (apis, other_member),
        (protocols, other_check),
        (protocol_methods, other_parameter),
        (specs, other_field),
        (modules, other_name),
        (classes, other_base),
    ],
)
def test_a_difference_is_seen(release: Imported, aspect, change) -> None:
    answer = copy.deepcopy(release.answer)
    change(answer)
    other = Imported(release.contract, release.bit, answer)
    assert len(set(aspect(other)) - set(aspect(release))) == 1


def test_enough_was_compared(release: Imported) -> None:
    compared = release.compared()
    assert compared.modules > 0.8 * compared.all_modules
    assert compared.names > 6000
    assert compared.classes > 0.9 * compared.all_classes
    assert compared.methods > 40
