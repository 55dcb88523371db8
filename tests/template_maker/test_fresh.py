"""Making the skeletons again from the published wheels gives what is kept, byte for byte."""

import os

import pytest

from template_maker.release import Wheels
from template_maker.skeletons import FOLDER, Made, lacking, make, path_of
from tests.template_maker.chosen import LINE_NAMES
from tests.template_maker.holding import table
from validate_provider.contract import Contract
from validate_provider.contract.extract.command import default_cache
from validate_provider.contract.extract.wheels import WheelError

pytestmark = pytest.mark.xdist_group("wheels")


@pytest.fixture(scope="module")
def wheels() -> Wheels:
    return Wheels(default_cache())


@pytest.mark.parametrize("line", LINE_NAMES)
def test_the_same_again(line: str, contract: Contract, wheels: Wheels) -> None:
    for cell in lacking(contract):
        if cell.line.name == line:
            try:
                made = make(cell, contract, wheels)
            except WheelError as error:
                if os.environ.get("CI"):
                    pytest.fail(str(error))
                pytest.skip(str(error))
            known = table()[cell.api][line]
            text = (FOLDER / path_of(cell)).read_text(encoding="utf-8")
            assert made == Made(text, known["releases"], tuple(known["packages"]))
