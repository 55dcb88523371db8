"""SPK906: the distribution's name does not say that it is a provider."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.naming import project_name, site_in_pyproject
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry
from validate_provider.source.requirement import normalised

_PREFIXES = ("llama-stack-provider-", "ogx-provider-")


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The distribution's name does not say that it is a provider.

    The guide's first best practice: users find providers by the prefix `llama-stack-provider-`,
    and those for ogx by `ogx-provider-`. A package that is published already does well to keep its
    name.

    Wrong, in `pyproject.toml`:

        name = "acme-stack"
    """
    name = project_name(entry.project)
    if normalised(name) != normalised(entry.package.dotted):
        return
    if not normalised(name).startswith(_PREFIXES):
        prefix = _PREFIXES[1] if "ogx" in str(entry.project.metadata) else _PREFIXES[0]
        yield Fault(
            alive,
            f"`{name}` does not begin with `{prefix}`, by which users find providers",
            site_in_pyproject(entry.project, "name"),
            hint="if it is not published yet, think of calling it so",
        )
