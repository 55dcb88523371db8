"""What the table says of a skeleton's releases is what the validator says of its package."""

from pathlib import Path

import pytest

from template_maker.lines import LINES, Cell
from template_maker.skeletons import FOLDER, TABLE, lacking, path_of, remove_others
from tests.template_maker.holding import holds, table
from tests.template_maker.scratch import KINDS, write, write_project
from validate_provider.contract import Contract
from validate_provider.finding import Answer, Column
from validate_provider.inputs.find import find_inputs
from validate_provider.replay.packages import replay


def test_a_skeleton_for_each_cell_without_a_starter_and_no_other(contract: Contract) -> None:
    expected = {str(path_of(cell)) for cell in lacking(contract)} | {TABLE, "test_api.py"}
    made = {str(p.relative_to(FOLDER)) for p in FOLDER.glob("*/llama-stack-*.py")}
    made |= {str(p.relative_to(FOLDER)) for p in FOLDER.glob("*/ogx-*.py")}
    assert made | {TABLE, "test_api.py"} == expected
    named = {f"{api}/{line}.py" for api, of_api in table().items() for line in of_api}
    assert named == expected - {TABLE, "test_api.py"}


def test_what_has_a_starter_loses_its_skeleton(contract: Contract, tmp_path: Path) -> None:
    kept, gone, *_ = lacking(contract)
    other = tmp_path / gone.api / "config.py"
    other.parent.mkdir(parents=True)
    for path in (other, tmp_path / path_of(kept), tmp_path / path_of(gone)):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    remove_others(tmp_path, [kept])
    assert set(tmp_path.glob("*/*")) == {other, tmp_path / path_of(kept)}


@pytest.mark.parametrize("line", [line.name for line in LINES])
def test_the_validator_finds_nothing_in_these_releases_alone(
    line: str, contract: Contract, tmp_path: Path
) -> None:
    chosen = [cell for cell in lacking(contract) if cell.line.name == line]
    said = {cell.api: clean(cell, contract, tmp_path / cell.api) for cell in chosen}
    assert said == {cell.api: spelled(holds(cell, contract), contract) for cell in chosen}


def clean(cell: Cell, contract: Contract, folder: Path) -> str:
    """Return the releases that a cell's packages are fine for, of either kind."""
    project = folder / "project"
    write_project(project)
    knows_module = bool(contract.flag("module-path") & cell.bit)
    fine = cell.releases
    for kind in KINDS:
        package = write(project, cell, kind, knows_module=knows_module)
        # The project beside it is none: what the validator says of one is not about the skeleton.
        alone = folder / kind
        alone.mkdir()
        (project / "src" / package.package).rename(alone / package.package)
        described = [package.directory] if package.directory else []
        with find_inputs([str(path) for path in (*described, alone)], folder) as found:
            result = replay(found.projects[0], contract, cell.releases, folder)
        [provider] = result.providers
        fine &= provider.answers(Column.LOADS, Answer.YES)
        fine &= provider.answers(Column.SERVES, Answer.YES)
        for finding in result.findings:
            fine &= ~finding.releases
    return spelled(fine, contract)


def spelled(releases: int, contract: Contract) -> str:
    return contract.timeline.spell(releases)
