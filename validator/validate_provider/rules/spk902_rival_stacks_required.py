"""SPK902: the package requires llama-stack and ogx together."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.wording import listed
from validate_provider.source.entry import Entry
from validate_provider.source.requirement import distribution_of, marker_of
from validate_provider.source.values import Site

_LLAMA_STACK = ("llama-stack", "llama-stack-api")
_OGX = ("ogx", "ogx-api")


@entry_rule(Severity.WARNING, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The package requires llama-stack and ogx together.

    They are one project under two names, with separate import packages, so pip installs both and
    each loads the providers that were written for it. The spec of a provider is made of the
    classes of one of them; the other does not know it (core/resolver.py, instantiate_provider).
    Require one, or each by an extra of its own.

    Wrong, in `pyproject.toml`:

        "llama-stack-api>=0.7,<0.8",
        "ogx-api>=0.8,<0.9",

    Right:

        "llama-stack-api>=0.7,<0.8",
    """
    project = entry.project
    always = [s for s in project.requirements if s.published and not marker_of(s.text)]
    older = [s for s in always if distribution_of(s.text) in _LLAMA_STACK]
    newer = [s for s in always if distribution_of(s.text) in _OGX]
    if older and newer:
        both = listed([distribution_of(older[0].text), distribution_of(newer[0].text)])
        yield Fault(
            alive,
            f"{both} are rivals, and both are required",
            Site(project.shown(newer[0].file), newer[0].line, 0),
            hint="require one, or each by an extra of its own",
        )
