"""The contract equals the imported release: three of them, one of each import root.

`python -m tests.real.contract_everywhere` puts the same questions to every release.
"""

import pytest

from tests.real.contract_imported import ASPECTS, Imported, ask, differences, questions
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


def test_enough_was_compared(release: Imported) -> None:
    compared = release.compared()
    assert compared.modules > 0.8 * compared.all_modules
    assert compared.names > 6000
    assert compared.classes > 0.9 * compared.all_classes
    assert compared.methods > 40
