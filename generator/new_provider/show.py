"""What new-provider tells, as text."""

import json
import shlex
import tempfile
from itertools import product
from pathlib import Path

from new_provider.answers import Answers
from new_provider.cells import APIS, CELLS, KINDS
from new_provider.compose import write
from new_provider.lines import LINES
from new_provider.questions import QUESTIONS
from new_provider.several import Several

_LEGEND = (
    "*  works from the first minute",
    "o  a skeleton: every method is there, and says that it is not implemented",
    "",
    "The columns are lines, of llama-stack where it does not say ogx. --target takes a line, or a",
    "requirement that lies within one:",
)


def api_table() -> str:
    """Return the table of what can be written."""
    marks = {(it.api, it.kind, it.line): "*" if it.starter else "o" for it in CELLS}
    heads = [line.name.replace("llama-stack-", "").replace("-", " ") for line in LINES]
    rows = [("API", "KIND", heads)]
    for api, kind in product(APIS, KINDS):
        told = [marks.get((api, kind, line), "") for line in LINES]
        if any(told):
            rows.append((api, kind, told))
    table = [
        f"{api:<17}{kind:<8}"
        + "".join(f"{mark:>{len(head) + 2}}" for mark, head in zip(told, heads, strict=True))
        for api, kind, told in rows
    ]
    targets = [f"  {line.name:<19}{line.requirement}" for line in LINES]
    return "\n".join([*table, "", *_LEGEND, *targets])


def questions_as_json() -> str:
    """Return the questions for a program: name, help, choices, default, whether it is required.

    A default of null with `required` false depends on the answers before it.
    """
    described = [
        {
            "name": question.name,
            "help": question.help,
            "choices": list(question.choices) or None,
            "default": question.constant_default,
            "required": question.default is None,
        }
        for question in QUESTIONS
    ]
    return json.dumps(described, indent=2)


def dry_run_of(package: Answers | Several, into: Path) -> str:
    """Return what would be written: each file, with its size in bytes."""
    with tempfile.TemporaryDirectory(prefix="new-provider-") as workshop:
        made = Path(workshop, package.project)
        write(package, made)
        files = sorted(path for path in made.rglob("*") if path.is_file())
        lines = [f"{f.stat().st_size:>7} {f.relative_to(workshop).as_posix()}" for f in files]
    return "\n".join([f"Would write to {into}, had this not been a dry run:", *lines])


def written(package: Answers | Several, project: Path) -> str:
    """Return what was written."""
    if isinstance(package, Several):
        each = [f"{it.cell.kind}::{it.name} ({it.cell.api})" for it in package.providers.values()]
        return f"Wrote {project}: {', '.join(each)}, for {package.requirement}"
    what = f"{package.cell.kind}::{package.name}, for the {package.cell.api} API"
    return f"Wrote {project}: {what} of {package.cell.requirement}"


def next_steps(package: Answers | Several, project: Path) -> str:
    """Return the commands to type next: install, test, run."""
    return f"""
Next:
    cd {shlex.quote(str(project))}
    python -m pip install --editable '.[dev]'
    pytest
    {_shared(package).cell.command} run.yaml"""


def _shared(package: Answers | Several) -> Answers:
    return package.whole if isinstance(package, Several) else package
