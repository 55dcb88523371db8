"""What the rules say of themselves as Markdown: docs/rules/ and the README's table.

    python -m validate_provider.report.rule_pages [CHECKOUT]

writes both anew into a checkout of this project (the current folder, if none is named).
"""

import inspect
import re
import sys
import textwrap
from pathlib import Path

from validate_provider.report.rules import title_of
from validate_provider.rules.rule import Rule, all_rules

PAGES = {
    "1": ("entry", "The way in: the `provider` module and its function"),
    "2": ("spec", "The provider spec"),
    "3": ("registry", "The registry and the dependencies"),
    "4": ("config", "The config class"),
    "5": ("factory", "The factory and what it returns"),
    "6": ("protocol", "The protocol of the API"),
    "7": ("serving", "Start-up and requests"),
    "8": ("yaml", "YAML: `external_providers_dir`, run configs, build configs"),
    "9": ("package", "The package as it is shipped"),
}
"""For the first digit of a code: the page, and what it is about."""
_BEGIN = "<!-- rules: made by `python -m validate_provider.report.rule_pages` -->\n"
_END = "<!-- rules end -->"
_LANGUAGES = {".py": "python", ".toml": "toml", ".yaml": "yaml"}


def page(digit: str) -> str:
    """The page of the rules whose codes begin with a digit."""
    rules = [rule for rule in all_rules() if rule.code[3] == digit]
    parts = [f"# SPK{digit}xx · {PAGES[digit][1]}", *(_section(rule) for rule in rules)]
    return "\n\n".join(parts) + "\n"


def table() -> str:
    """The rules as a table, for the README."""
    rows = [
        f"| [{rule.code}](docs/rules/{PAGES[rule.code[3]][0]}.md#{_anchor(rule)}) "
        f"| {rule.name} | {rule.severity.value} | {title_of(rule)} |"
        for rule in all_rules()
    ]
    return "\n".join(["| code | name | severity | what |", "|---|---|---|---|", *rows])


def with_table(readme: str) -> str:
    """The README with the table as it is now.

    Raises:
        ValueError: If it has no place for the table.
    """
    before, begin, rest = readme.partition("<!-- rules: ")
    _old, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError("the README has no `<!-- rules: ... -->` and `<!-- rules end -->`")
    return f"{before}{_BEGIN}{table()}\n{end}{after}"


def _anchor(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}".lower()


def _section(rule: Rule) -> str:
    """The rule's documentation; what is indented there is an example."""
    title, _, body = inspect.cleandoc(rule.documentation).partition("\n")
    parts = [f"## {rule.code} {rule.name}", f"{_kind(rule)} {title}"]
    language = "python"
    for block in re.split(r"\n\n+(?=\S)", body.strip("\n")):
        head, _, example = block.partition("\n\n")
        named = re.search(r", in `[^`]*(\.\w+)`:$", head)
        if named:
            language = _LANGUAGES.get(named.group(1), "text")
        parts.append(head)
        if example:
            parts.append(f"```{language}\n{textwrap.dedent(example).strip()}\n```")
    return "\n\n".join(part for part in parts if part)


def _kind(rule: Rule) -> str:
    column = f", {rule.column.value}: no" if rule.column else ""
    return f"**{rule.severity.value}{column}** ·"


def main(checkout: Path) -> None:
    """Write the pages and the table."""
    folder = checkout / "docs" / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    for digit, (name, _about) in PAGES.items():
        (folder / f"{name}.md").write_text(page(digit), encoding="utf-8")
    readme = checkout / "README.md"
    readme.write_text(with_table(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
