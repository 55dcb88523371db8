"""What is written stands all that it must, on the real stack of its line.

A few cells, of every API and every line; `make cells` proves them all.
"""

import os

import pytest

from new_provider.cells import CELLS
from stacks.environments import StackUnavailableError
from tests.real.cells import prove, record, table
from tests.real.cells.lines import cell_named, few, stacks_for
from tests.real.cells.prove import Proof
from tests.written import Written, write

SLICE = few(CELLS)
NEWEST = "llama-stack-0.7.3"


@pytest.mark.parametrize("cell", SLICE, ids=lambda it: f"{it.api}-{it.kind}-{it.line.name}")
def test_cell(cell):
    stack = stacks_for(cell)[0]
    try:
        proof = prove.prove(cell, stack, twice=True)
    except StackUnavailableError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    assert not proof.failed, f"{proof.failed}:\n{proof.words}"


def test_the_slice_has_every_api_and_every_line():
    assert {cell.api for cell in SLICE} == {cell.api for cell in CELLS}
    assert {cell.line for cell in SLICE} == {cell.line for cell in CELLS}


FILES = cell_named("files,inline,llama-stack-0.7")
BREAKS = {
    "validate-provider": ("provider.py", "config.AcmeConfig", "config.AcmeConfg"),
    "ruff check": ("store.py", "import time\n", "import time\nimport os\n"),
    "ruff format": ("store.py", "int(time.time())", "int( time.time() )"),
    "mypy": ("store.py", "def _now() -> int:", "def _now() -> str:"),
}
"""A fault that the check is the first to see: file, what stands there, what stands there then."""


@pytest.mark.parametrize("check", BREAKS)
def test_a_fault_is_found(check, monkeypatch):
    name, before, after = BREAKS[check]

    def broken(*asked, **options):
        project, package = write(*asked, **options)
        [file] = project.glob(f"src/*/{name}")
        assert before in file.read_text()
        file.write_text(file.read_text().replace(before, after, 1))
        return Written(project, package)

    monkeypatch.setattr(prove, "write", broken)
    assert prove.prove(FILES, stacks_for(FILES)[0]).failed == check


def test_a_wheel_without_a_module_is_found(tmp_path, stack):
    project, _ = write("files", "llama-stack-0.7", tmp_path)
    (project / "src" / "more.py").write_text("")
    with pytest.raises(prove.CheckError, match=r"the wheel lacks more\.py"):
        prove.packed(project, stack("llama-stack-0.7.3"))


@pytest.mark.parametrize(("served", "holds"), [(4, True), (3, True), (2, False)])
def test_a_starter_serves_most_methods(served, holds):
    outcomes = dict.fromkeys("abcd", "not implemented") | dict.fromkeys("abcd"[:served], "served")
    if holds:
        assert prove.enough(FILES, NEWEST, outcomes) == outcomes
    else:
        with pytest.raises(prove.CheckError, match="methods served"):
            prove.enough(FILES, NEWEST, outcomes)


def test_what_a_stack_asks_nobody_for_is_not_left_out():
    training = cell_named("post_training,inline,llama-stack-0.5")
    outcomes = dict.fromkeys(["get_training_jobs", "supervised_fine_tune"], "served")
    outcomes |= dict.fromkeys(prove.JOBS, "unknown") | {"preference_optimize": "not implemented"}
    assert prove.enough(training, "llama-stack-0.5.0", outcomes) == outcomes
    with pytest.raises(prove.CheckError, match="methods served"):
        prove.enough(training, NEWEST, outcomes)


def test_a_skeleton_serves_none():
    skeleton = next(cell for cell in CELLS if not cell.starter)
    outcomes = dict.fromkeys("abcd", "not implemented")
    assert prove.enough(skeleton, NEWEST, outcomes) == outcomes


def test_table():
    ogx = cell_named("files,inline,ogx-0.8")
    page = table.page(
        [
            Proof(FILES, "llama-stack-0.7.3", "", served=("a", "b"), methods=3),
            Proof(FILES, "llama-stack-0.7.0", "", served=("a",), methods=3),
            Proof(ogx, "ogx-1.5.0", "", failed="mypy", words="error"),
        ]
    )
    assert "| starter: 2 of 3, 0.7.0, 0.7.3 |" in page
    assert "| starter: mypy fails on 1.5.0 |" in page
    assert "| skeleton: unproven |" in page


def test_proofs_are_of_what_is_written_today(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "PATH", tmp_path / "coverage.json")
    today = Proof(FILES, "llama-stack-0.7.3", record.written_today(FILES), served=("a",), methods=1)
    other = Proof(FILES, "llama-stack-0.7.0", "another package")
    record.keep([today, other])
    assert record.proofs() == [today]


def test_coverage_is_fresh():
    """No proof is shown of a package that is written otherwise today; `make cells` mends it."""
    assert table.PATH.read_text(encoding="utf-8") == table.page(record.proofs())
