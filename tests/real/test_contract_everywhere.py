"""Which lock a release is installed with, and what is kept of the comparison."""

import zipfile
from pathlib import Path

import pytest

from tests.real.contract_everywhere import PROOF, broken, known_rows, nearest_line
from validate_provider.contract import Contract
from validate_provider.contract.extract.published import Listed
from validate_provider.contract.extract.wheels import Wheel


def wheel(folder: Path, *requirements: str) -> Wheel:
    path = folder / "stack-1.0-py3-none-any.whl"
    required = "".join(f"Requires-Dist: {text}\n" for text in requirements)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stack-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\n{required}")
    return Wheel(path)


@pytest.mark.parametrize(
    ("release", "requirements", "line"),
    [
        ("llama-stack 0.2.2", [], "llama-stack-0.2.2"),
        ("llama-stack 0.2.22", [], "llama-stack-0.2.22"),
        ("ogx 1.2.0", [], "ogx-1.5.0"),
        ("ogx 1.2.0", ["mcp<2", "fastapi"], "ogx-1.0.4"),  # ogx-1.5.0 locks mcp 2
        ("ogx 1.2.0", ['mcp<2; extra == "starter"'], "ogx-1.5.0"),
        ("ogx 9.9", [], "ogx-1.5.0"),
    ],
)
def test_a_release_takes_the_nearest_lock_that_it_can_live_with(
    tmp_path, release, requirements, line
):
    distribution, _, version = release.partition(" ")
    found = nearest_line(Listed(distribution, version, {}), wheel(tmp_path, *requirements))
    assert found == line


def test_what_is_not_locked_breaks_nothing(tmp_path):
    required = wheel(tmp_path, "Py_YAML>=6", "nosuch==1").metadata().requires
    assert broken(required, {"py-yaml": "5.4"}) == 1
    assert broken(required, {"py-yaml": "6.0"}) == 0


def test_the_page_is_of_this_contract(contract: Contract):
    page = PROOF.read_text(encoding="utf-8").splitlines()
    releases = [release.label for release in contract.timeline.releases]
    rows = [row.split(" | ") for row in page if row.startswith(("| llama-stack ", "| ogx "))]
    assert [row[0].removeprefix("| ") for row in rows] == releases
    assert {row[1] for row in rows} == {"yes"}
    assert page[-len(known_rows(contract)) :] == known_rows(contract)
