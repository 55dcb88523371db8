"""SPK901: the package does not say which stack it works with."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.declared import declared
from validate_provider.source.entry import Entry
from validate_provider.source.values import Site


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The package does not say which stack it works with.

    Nearly every minor release of the stack breaks some provider. A bounded requirement on
    `llama-stack-api` or `ogx-api` (`llama-stack` up to 0.3) lets pip tell users in time, and tells
    this command which releases to ask about.

    Missing, in `pyproject.toml`:

        "llama-stack-api>=0.7,<0.8",
    """
    project = entry.project
    if project.manifest and not project.unread and not declared(project).requirements:
        yield Fault(
            alive,
            "no dependency on llama-stack, llama-stack-api, ogx or ogx-api",
            Site(project.shown(project.manifest), 1, 0),
            hint='require the releases you support, such as "llama-stack-api>=0.7,<0.8"',
        )
