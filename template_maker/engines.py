"""What copier and cookiecutter read: the same facts, questions and computed names for both."""

import json
from collections.abc import Mapping
from typing import Any

from template_maker.cells import Cells
from template_maker.facts import TEMPLATE

ANSWERS = ("name", "api", "kind", "target", "found_by", "container", "description", "author")
# The defaults that depend on other answers, as questions.yml has them.
KIND = "{{ 'remote' if cookiecutter.api == 'inference' else 'inline' }}"
FOUND_BY = (
    "{{ 'directory' if cookiecutter._lines[cookiecutter.target].spec == 'yaml' else 'module' }}"
)
DESCRIPTION = (
    "{{ cookiecutter.name.split('-') | map('capitalize') | join(' ') }} "
    "{{ cookiecutter._words.get(cookiecutter.api, cookiecutter.api | replace('_', ' ')) }} "
    "for {{ cookiecutter._lines[cookiecutter.target].product }}"
)
MADE = "# Made by `make template`; don't edit.\n"


def texts(
    facts: Mapping[str, Any],
    questions: Mapping[str, Any],
    cells: Cells,
    unloadable: Mapping[str, str],
) -> dict[str, str]:
    """Return the files that the engines read, by their names in the template's folder.

    Args:
        facts: What facts.yml says.
        questions: What questions.yml says.
        cells: What can be written.
        unloadable: Why there is nothing of an API that a run config may name.
    """
    return {
        "cells.yml": _cells(cells),
        "computed.yml": _computed(facts["computed"]),
        "cookiecutter.json": _cookiecutter(facts, questions, cells, unloadable),
    }


def write(written: Mapping[str, str]) -> None:
    """Write files into the template's folder."""
    for name, text in written.items():
        (TEMPLATE / name).write_text(text, encoding="utf-8")


def _cells(cells: Cells) -> str:
    lines = ["cells:", "  type: yaml", "  when: false", "  default: |"]
    for api, of_lines in cells.items():
        lines.append(f"    {api}:")
        for line, of_kinds in of_lines.items():
            lines.append(f"      {line}:")
            for kind, cell in of_kinds.items():
                # A list of texts is the same in JSON and in YAML.
                requires = json.dumps(cell["requires"])
                entry = f'starter: {cell["starter"]}, releases: "{cell["releases"]}"'
                lines.append(f"        {kind}: {{{entry}, requires: {requires}}}")
    return MADE + "\n".join(lines) + "\n"


def _computed(expressions: Mapping[str, str]) -> str:
    """Put all that the files read into one answer that is never asked for, `cookiecutter`."""
    answers = ", ".join(f"'{name}': {name}" for name in ANSWERS)
    named = "'_lines': lines, '_starters': starters, '_cells': cells, '_words': words"
    lines = [
        "cookiecutter:",
        "  type: yaml",
        "  when: false",
        "  default: |",
        f"    {{%- set cookiecutter = {{{answers}, {named}, '_pieces': pieces}} -%}}",
    ]
    for name, expression in expressions.items():
        lines.append(f"    {{%- set _ = cookiecutter.update({{'{name}': {expression}}}) -%}}")
    lines.append("    {{ cookiecutter | to_json(ensure_ascii=false) }}")
    return MADE + "\n".join(lines) + "\n"


def _cookiecutter(
    facts: Mapping[str, Any],
    questions: Mapping[str, Any],
    cells: Cells,
    unloadable: Mapping[str, str],
) -> str:
    context: dict[str, Any] = {
        "_lines": facts["lines"],
        "_starters": facts["starters"],
        "_cells": cells,
        "_words": facts["words"],
        "_alone": facts["alone"],
        "_unloadable": unloadable,
        "_pieces": "",
        "name": "acme",
        "api": list(cells),
        "kind": KIND,
        "target": list(facts["lines"]),
        "found_by": FOUND_BY,
        "container": ["no", "yes"],
        "description": DESCRIPTION,
        "author": "",
    }
    for name, expression in facts["computed"].items():
        context[name] = f"{{{{ {expression} }}}}"
    context["__prompts__"] = {name: questions[name]["help"] for name in ANSWERS}
    return json.dumps(context, indent=2, ensure_ascii=False) + "\n"
