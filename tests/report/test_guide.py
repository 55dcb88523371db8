"""docs/guide.md names rules, pages and options that exist, and answers every point."""

import re
from pathlib import Path

import pytest

from tests.test_cli import run
from validate_provider.report.rule_pages import PAGES
from validate_provider.rules.rule import all_rules

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
ROWS = [line for line in GUIDE.splitlines() if re.match(r"\| \d\. ", line)]


def test_every_point_is_there() -> None:
    assert [int(row[2]) for row in ROWS] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:30])
def test_a_point_is_answered(row: str) -> None:
    answer = row.rstrip("| ").rpartition("|")[2]
    assert re.search(r"SPK\d{3}|--\w+", answer)


def test_the_links_lead_to_rules() -> None:
    anchors = {
        f"rules/{PAGES[rule.code[3]][0]}.md#{rule.code.lower()}-{rule.name}": rule.code
        for rule in all_rules()
    }
    linked = re.findall(r"\[(SPK\d{3})\]\(([^)]+)\)", GUIDE)
    assert linked
    assert {(code, link) for code, link in linked if anchors.get(link) != code} == set()


def test_the_options_exist(tmp_path: Path) -> None:
    known = run(tmp_path, "--help").stdout
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", GUIDE))
    assert {option for option in named if option not in known} == set()
