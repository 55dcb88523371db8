"""SPK903: the requirement of the stack has no upper bound."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.declared import unconditional
from validate_provider.source.entry import Entry
from validate_provider.source.values import Site

_BOUND_ABOVE = ("<", "~=", "==", "@")


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The requirement of the stack has no upper bound.

    Nearly every minor release of the stack breaks some provider: an import root that moved (0.4.0,
    0.8.0), a method that was added, arguments that became one request (0.5.0). Without an upper
    bound pip installs tomorrow's release beside today's package. `validate-provider --against all`
    says how far it holds: bound it there.

    Wrong, in `pyproject.toml`:

        "llama-stack-api>=0.7"

    Right:

        "llama-stack-api>=0.7,<0.8"
    """
    project = entry.project
    for stated in unconditional(project):
        if not any(sign in stated.text for sign in _BOUND_ABOVE):
            yield Fault(
                alive,
                f"`{stated.text}` admits every release to come",
                Site(project.shown(stated.file), stated.line, 0),
                hint="`validate-provider --against all` says how far it holds: bound it there",
            )
