from pathlib import Path

import pytest

from validate_provider.contract.blocks import BlockFile, ContractError, render

BLOCKS = {
    "a": [("0.2.2..", "one"), ("0.4.0", "two three")],
    "a.b": [("0.2.2", "four")],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "facts.txt"
    path.write_text(render(BLOCKS), encoding="utf-8")
    return path


def test_what_is_written_is_read_again(path: Path) -> None:
    file = BlockFile(path)
    assert {key: file.block(key) for key in file} == BLOCKS


def test_a_key_is_found_whole_or_not_at_all(path: Path) -> None:
    assert BlockFile(path).block("a.") == []
    assert BlockFile(path).block("b") == []
    assert BlockFile(path).block("0.2.2..\tone") == []


def test_line_ends_of_another_system_do_not_matter(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert BlockFile(path).block("a") == BLOCKS["a"]


def test_a_last_line_without_an_end_is_read(path: Path) -> None:
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert BlockFile(path).block("a.b") == BLOCKS["a.b"]


def test_a_line_that_is_no_fact_is_told(path: Path) -> None:
    path.write_text("#\na\n    0.2.2 one\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"facts\.txt: no tab in a line of a: '0\.2\.2 one'"):
        BlockFile(path).block("a")


def test_a_file_that_is_no_text_is_told(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ContractError, match="cannot read the contract's"):
        BlockFile(path).block("a")
