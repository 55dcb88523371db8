"""Holds, in a test, that reading and a real loader say the same."""

import pytest

from tests.real.comparing import Comparison, Match, Pair
from tests.real.corpora.ground import Case, Ground
from tests.real.installed import installed
from tests.real.tables import differs, lines_of


def compared(comparison: Comparison, ground: Ground, case: Case, line: str) -> list[Pair]:
    """Compare a package on one line, and hold that nothing differs there."""
    ground.pythons[line] = installed(line)
    pairs = list(comparison.pairs("a test", case._replace(lines=(line,))))
    assert pairs
    assert [pair.report.error for pair in pairs if pair.loads is Match.BROKEN] == []
    differing = [pair for pair in pairs if differs(pair)]
    if differing:
        pytest.fail("\n".join(lines_of(differing)), pytrace=False)
    return pairs
