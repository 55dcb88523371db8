import pytest

from validate_provider.contract import Contract, ContractError, load


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("0.2.2", 0b0001),
        ("0.2.2..0.4.0", 0b0111),
        ("0.2.10.1..", 0b1110),
        ("0.2.2,0.4.0..", 0b1101),
        ("ogx0.8.0..", 0b1000),
        ("0.4.0..ogx0.8.0", 0b1100),
    ],
)
def test_a_set_is_read(tiny: Contract, text: str, mask: int) -> None:
    assert tiny.timeline.parse(text) == mask


@pytest.mark.parametrize("text", ["0.2.1", "0.2.2..0.9", "ogx0.2.2", "0.4.0..0.2.2", ""])
def test_a_set_that_makes_no_sense_is_refused(tiny: Contract, text: str) -> None:
    with pytest.raises(ContractError):
        tiny.timeline.parse(text)


def test_every_set_is_spelled_so_that_it_is_read_again(tiny: Contract) -> None:
    for mask in range(1, tiny.timeline.everything + 1):
        assert tiny.timeline.parse(tiny.timeline.spell(mask)) == mask


def test_a_set_that_goes_to_the_newest_is_left_open(tiny: Contract) -> None:
    assert tiny.timeline.spell(0b1110) == "0.2.10.1.."
    assert tiny.timeline.spell(0b1001) == "0.2.2,ogx0.8.0.."


def test_ranges_for_people_do_not_run_across_the_rename(tiny: Contract) -> None:
    assert tiny.timeline.ranges(0b1111) == ["llama-stack 0.2.2-0.4.0", "ogx 0.8.0"]
    assert tiny.timeline.ranges(0b0101) == ["llama-stack 0.2.2", "llama-stack 0.4.0"]
    assert tiny.timeline.ranges(0) == []


def test_members_come_in_order(tiny: Contract) -> None:
    found = [(bit, release.label) for bit, release in tiny.timeline.members(0b1010)]
    assert found == [(0b0010, "llama-stack 0.2.10.1"), (0b1000, "ogx 0.8.0")]


@pytest.mark.parametrize(
    ("label", "mask"),
    [
        ("llama-stack 0.4.0", 0b0100),
        ("llama-stack==0.4.0", 0b0100),
        ("ogx==0.8.0", 0b1000),
        ("ogx 0.4.0", 0),
        ("llama-stack", 0),
        ("llama_stack 0.4.0", 0),
        ("", 0),
    ],
)
def test_a_release_is_found_by_its_label(tiny: Contract, label: str, mask: int) -> None:
    assert tiny.timeline.find(label) == mask


def test_a_release_names_its_packages(tiny: Contract) -> None:
    old, _, vendored, new = tiny.timeline.releases
    assert (old.root, old.api_distribution, old.api_root) == ("llama_stack", "", "")
    assert (vendored.api_distribution, vendored.api_root) == ("llama-stack-api", "llama_stack_api")
    assert (new.root, new.api_distribution, new.api_root) == ("ogx", "ogx-api", "ogx_api")


def test_a_folder_without_data_is_told_in_one_sentence(tmp_path) -> None:
    with pytest.raises(ContractError, match=r"cannot read the contract's .*releases\.txt"):
        load(tmp_path)


def test_a_damaged_list_of_releases_is_told(tiny_folder) -> None:
    (tiny_folder / "releases.txt").write_text("#\nllama-stack 0.2.2\n    python\t>=3.10\n")
    with pytest.raises(ContractError, match=r"damaged at 'llama-stack 0\.2\.2'"):
        load(tiny_folder)


def test_an_empty_list_of_releases_is_told(tiny_folder) -> None:
    (tiny_folder / "releases.txt").write_text("#\n")
    with pytest.raises(ContractError, match="lists no release"):
        load(tiny_folder)
