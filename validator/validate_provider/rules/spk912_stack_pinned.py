"""SPK912: the requirement of the stack admits one release only."""

import re
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.declared import unconditional
from validate_provider.source.entry import Entry
from validate_provider.source.values import Site

_PINNED = r"[^<>!~=]={2,3}\s*[\d.]+\s*$"


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The requirement of the stack admits one release only.

    Whoever installs the package into an environment with another release has the stack replaced by
    the one that is pinned, silently, and runs that. A range of the releases that work, as
    `validate-provider --against all` finds it, lets pip leave the stack alone.

    Wrong, in `pyproject.toml`:

        "llama-stack-api==0.7.3"

    Right:

        "llama-stack-api>=0.7,<0.8"
    """
    project = entry.project
    for stated in unconditional(project):
        if re.search(_PINNED, stated.text):
            yield Fault(
                alive,
                f"`{stated.text}` replaces the stack of whoever installs this",
                Site(project.shown(stated.file), stated.line, 0),
                hint="require a range of releases that `validate-provider` finds to work",
            )
