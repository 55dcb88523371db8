"""The table of what can be written."""

import pytest

from new_provider.cells import APIS, CELLS, NoCellError, cell_of, lines_of
from new_provider.lines import LINES


def test_every_cell_is_found():
    for cell in CELLS:
        assert cell_of(cell.api, cell.kind, cell.line) is cell
        assert cell.line in lines_of(cell.api)


def test_what_is_not_there_names_the_nearest():
    for api in APIS:
        for line in set(LINES) - set(lines_of(api)):
            with pytest.raises(NoCellError, match=f"can load no provider of {api}; the nearest"):
                cell_of(api, "inline", line)
