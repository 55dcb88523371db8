"""SPK905: the package is not installed under the name that it is imported by."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.naming import project_name, site_in_pyproject
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry
from validate_provider.source.requirement import normalised


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The package is not installed under the name that it is imported by.

    `module:` of a run config is used twice: the loader imports it, and `list-deps` prints the
    same string for pip (`build` installed it, up to 0.2.24). Only a distribution that is called
    like its import package, but for dashes and underscores, serves both.

    Wrong, in `pyproject.toml`:

        name = "llama-stack-provider-acme-inference"

    Right:

        name = "llama-stack-provider-acme"
    """
    name = project_name(entry.project)
    if name and normalised(name) != normalised(entry.package.dotted):
        yield Fault(
            alive,
            f"the distribution `{name}` is imported as `{entry.package.dotted}`; "
            "`module:` must be the name of both",
            site_in_pyproject(entry.project, "name"),
            hint=f'call it "{normalised(entry.package.dotted)}"',
        )
