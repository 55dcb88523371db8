"""The table of what can be written."""

import pytest

from new_provider.cells import CELLS, NoCellError, cell_of, kinds_of
from new_provider.lines import LINES


def test_every_cell_is_found():
    for cell in CELLS:
        assert cell_of(cell.api, cell.kind, cell.line) is cell
        assert cell.kind in kinds_of(cell.api)


def test_what_is_not_there_names_the_nearest():
    with pytest.raises(NoCellError, match=r"the nearest is inference \(remote\) on ogx>=1,<2"):
        cell_of("inference", "inline", LINES[-1])
