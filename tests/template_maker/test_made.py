"""What is made is what would be made now."""

import pytest

from template_maker import cells
from template_maker.engines import texts
from template_maker.facts import TEMPLATE, facts, questions


@pytest.fixture(scope="module")
def possible(contract):
    return cells.possible(contract, facts())


def shipped():
    """The cells as they are, each with the releases it was found to be for."""
    from new_provider.facts import facts as made

    return made()["_cells"]


def shape(of_apis):
    return [
        (api, line, kind, cell["starter"])
        for api, of_lines in of_apis.items()
        for line, of_kinds in of_lines.items()
        for kind, cell in of_kinds.items()
    ]


def test_files_say_what_the_facts_say(contract):
    cells_now = shipped()
    lost = cells.unloadable(contract, cells_now)
    for name, text in texts(facts(), questions(), cells_now, lost).items():
        assert (TEMPLATE / name).read_text(encoding="utf-8") == text, "run `make template`"


def test_there_is_a_cell_for_all_that_there_are_pieces_for(possible):
    assert shape(possible) == shape(shipped())


def test_a_cell_holds_for_the_releases_that_would_serve_it(contract):
    # One of each kind of range; `make template` asks of all.
    for api, line, kind in (
        ("inference", "llama-stack-0.7", "remote"),
        ("inference", "llama-stack-0.2.2", "inline"),
        ("files", "llama-stack-0.2.16", "inline"),
        ("files", "ogx-0.8", "inline"),
    ):
        one = {api: {line: {kind: dict(shipped()[api][line][kind])}}}
        for _ in cells.bounded(contract, one, facts()):
            pass
        assert one[api][line][kind] == shipped()[api][line][kind]


RELEASES = [f"llama-stack 0.4.{patch}" for patch in range(4)]
LINE = ">=0.4,<0.5"


@pytest.mark.parametrize(
    ("good", "said"),
    [
        ("0123", ">=0.4,<0.5"),
        ("123", ">=0.4.1,<0.5"),
        ("012", ">=0.4,<0.4.3"),
        ("02", ">=0.4.2,<0.4.3"),
    ],
)
def test_range(good, said):
    releases = {f"llama-stack 0.4.{patch}" for patch in good} | {"llama-stack 0.7.0"}
    assert cells.range_of(RELEASES, releases, LINE) == said


def test_no_range():
    with pytest.raises(ValueError, match="no release"):
        cells.range_of(RELEASES, {"llama-stack 0.7.0"}, LINE)
