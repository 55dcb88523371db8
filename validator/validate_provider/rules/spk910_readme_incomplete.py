"""SPK910: the README does not tell users how to install, configure and use the provider."""

import re
from collections.abc import Iterator
from pathlib import Path

from validate_provider.finding import Severity
from validate_provider.rules.naming import site_in_pyproject
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry
from validate_provider.source.values import Site

_NAMES = ("README.md", "README.rst", "README.txt", "README", "readme.md")
_LONGEST = 1_000_000
_TELLS = {
    "how to install it": r"install",
    "what can be configured": r"config|setting|environment",
    "how to use it": r"usage|\buse\b|using|example|\brun\b|quick|start",
}


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The README does not tell users how to install, configure and use the provider.

    The guide's fourth best practice: installation requirements, configuration options, usage
    examples, limitations. A few lines each are enough; the words are looked for, not the headings.
    """
    project = entry.project
    if project.pyproject is None:
        return
    readme = next((project.root / name for name in _NAMES if (project.root / name).is_file()), None)
    if readme is None:
        message = "there is no README"
        site = site_in_pyproject(project, "[project]")
        yield Fault(alive, message, site, hint="tell users how to install, configure and use it")
        return
    text = _text(readme)
    missing = [what for what, word in _TELLS.items() if not re.search(word, text, re.IGNORECASE)]
    if missing:
        yield Fault(
            alive,
            f"the README does not tell {' and '.join(missing)}",
            Site(project.shown(readme), 1, 0),
            hint="a few lines each are enough",
        )


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_LONGEST).decode("utf-8", "replace")
    except OSError:
        return " ".join(_TELLS)
