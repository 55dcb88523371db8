"""SPK911: the package has no version."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.naming import project_table, site_in_pyproject
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The package has no version.

    The guide's second best practice: a provider has a version, and says with which releases of the
    stack that version works. Without one the package can't be built. `dynamic = ["version"]`
    counts.

    Missing, in `pyproject.toml`:

        version = "0.1.0"
    """
    table = project_table(entry.project)
    dynamic = table.get("dynamic")
    found_later = isinstance(dynamic, list) and "version" in dynamic
    if table and "version" not in table and not found_later:
        yield Fault(
            alive,
            "`[project]` has no `version`",
            site_in_pyproject(entry.project, "[project]"),
            hint='write version = "0.1.0"',
        )
