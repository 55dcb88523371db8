"""Which cells there are, and how the releases of one are spelled."""

import pytest

from template_maker.holding import HoleError, specifier
from template_maker.lines import LINES, NOT_LOADABLE, Cell, cells, noun, releases_of
from validate_provider.contract import Contract


def cell_of(api: str, line: str, contract: Contract) -> Cell:
    [cell] = [c for c in cells(contract) if (c.api, c.line.name) == (api, line)]
    return cell


def lineless(contract: Contract) -> int:
    """The releases of no line: a llama-stack named ogx, and those whose API package is empty."""
    old = sum(contract.timeline.find(f"llama-stack 0.4.{patch}") for patch in range(4))
    return old | contract.timeline.find("ogx 0.7.1")


def test_every_release_is_of_one_line_but_the_one_that_changed_its_name(contract: Contract) -> None:
    masks = [releases_of(line, contract) for line in LINES]
    assert sum(masks) == contract.timeline.everything & ~lineless(contract)
    assert all(masks)


def test_every_api_that_is_providable_and_loadable_has_its_cells(contract: Contract) -> None:
    found: dict[str, int] = {}
    for cell in cells(contract):
        found[cell.api] = found.get(cell.api, 0) | cell.releases
    assert found == {
        api: releases & ~lineless(contract)
        for api, releases in contract.providable().items()
        if api not in NOT_LOADABLE
    }
    assert not any(contract.protocol(api) for api in NOT_LOADABLE - {"prompts"})


def test_a_cell_is_written_for_the_newest_release_that_has_it(contract: Contract) -> None:
    assert cell_of("safety", "ogx-0.8", contract).newest.label == "ogx 0.8.0"
    assert cell_of("safety", "llama-stack-0.5", contract).newest.label == "llama-stack 0.6.1"


@pytest.mark.parametrize(
    ("line", "releases", "expected"),
    [
        ("llama-stack-0.5", "0.5.0..0.6.1", ">=0.5,<0.7"),
        ("llama-stack-0.5", "0.6.0..0.6.1", ">=0.6.0,<0.7"),
        ("llama-stack-0.5", "0.5.0..0.5.4", ">=0.5,<0.6.0"),
        ("llama-stack-0.5", "0.5.2", ">=0.5.2,<0.5.3"),
        ("ogx-0.8", "ogx1.1.0..", ">=1.1.0,<2"),
    ],
)
def test_a_specifier(line: str, releases: str, expected: str, contract: Contract) -> None:
    cell = cell_of("files", line, contract)
    assert specifier(cell, contract.timeline.parse(releases), contract) == expected


def test_releases_with_others_between_them_have_none(contract: Contract) -> None:
    cell = cell_of("files", "llama-stack-0.5", contract)
    with pytest.raises(HoleError, match="files on llama-stack"):
        specifier(cell, contract.timeline.parse("0.5.0,0.5.2"), contract)


def test_class_names() -> None:
    assert noun("vector_io") == "VectorIo"
