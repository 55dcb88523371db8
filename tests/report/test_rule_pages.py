"""What is written about the rules is what the rules say, and their examples are planted faults."""

import inspect
import re
import textwrap
from pathlib import Path

import pytest

from tests.rules.test_mutations import MUTATIONS
from validate_provider.report.rule_pages import PAGES, main, page, with_table
from validate_provider.rules.rule import Rule, all_rules

ROOT = Path(__file__).parents[2]
STALE = "run `python -m validate_provider.report.rule_pages`"
WITHOUT_EXAMPLE = {"SPK101", "SPK102", "SPK909", "SPK910", "SPK913"}
"""What is wrong with these is that a file is missing, or misnamed, or the release too early."""


@pytest.mark.parametrize("digit", PAGES)
def test_a_page_is_fresh(digit: str) -> None:
    name, _about = PAGES[digit]
    written = (ROOT / "docs" / "rules" / f"{name}.md").read_text(encoding="utf-8")
    assert written == page(digit), STALE


def test_there_is_no_other_page() -> None:
    written = {file.stem for file in (ROOT / "docs" / "rules").iterdir()}
    assert written == {name for name, _about in PAGES.values()}


def test_the_table_of_the_readme_is_fresh() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme == with_table(readme), STALE


def test_stale_pages_are_written_anew(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("A\n<!-- rules: old -->\n| x |\n<!-- rules end -->\nB\n")
    with pytest.raises(ValueError, match="rules end"):
        with_table("no table")
    main(tmp_path)
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| x |" not in readme
    assert "SPK401" in readme
    assert "## SPK401 config-class-missing" in (tmp_path / "docs/rules/config.md").read_text()


def example(rule: Rule) -> tuple[str, str, str] | None:
    """The file, the wrong text and the right one that a rule shows; None if it shows none."""
    body = inspect.cleandoc(rule.documentation) + "\n"
    found = re.search(r"^(Wrong|Missing), in `(.+)`:\n\n((?:    .*\n|\n)+)", body, re.M)
    if found is None:
        return None
    shown = textwrap.dedent(found.group(3)).strip("\n")
    right = re.search(r"^Right:\n\n((?:    .*\n|\n)+)", body, re.MULTILINE)
    other = textwrap.dedent(right.group(1)).strip("\n") if right else ""
    return found.group(2), *((shown, other) if found.group(1) == "Wrong" else ("", shown))


@pytest.mark.parametrize(
    "rule", [r for r in all_rules() if r.code[3] in "12345679"], ids=lambda rule: rule.code
)
def test_the_example_is_a_planted_fault(rule: Rule) -> None:
    shown = example(rule)
    if rule.code in WITHOUT_EXAMPLE:
        assert shown is None
        return
    planted = []
    for mutation in MUTATIONS.values():
        if mutation.code != rule.code:
            continue
        old, new = (textwrap.dedent(text).strip("\n") for text in (mutation.old, mutation.new))
        planted += [(mutation.file, new, old), (mutation.file, new, "")]
        planted.append((mutation.beside[0], mutation.beside[1].strip("\n"), ""))
    assert shown in planted


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_tells_more_than_its_title(rule: Rule) -> None:
    title, _, body = inspect.cleandoc(rule.documentation).partition("\n")
    assert title.endswith(".")
    assert len(body.split()) > 8
