"""SPK907: the package declares entry points, which no stack reads."""

import re
from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.naming import project_table, site_in_pyproject
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import Entry

_OF_PROVIDERS = r"(llama[_.-]?stack|ogx).*provider"


@entry_rule(Severity.WARNING, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The package declares entry points, which no stack reads.

    No release looks for installed packages by entry points. A provider is found by `module:` in
    the run config, or by YAML in `external_providers_dir` (core/distribution.py,
    get_provider_registry).

    Wrong, in `pyproject.toml`:

        [project.entry-points."llama_stack.providers.inference"]
        acme = "llama_stack_provider_acme"

        [tool.ruff]

    Right:

        [tool.ruff]
    """
    groups = project_table(entry.project).get("entry-points")
    for group in groups if isinstance(groups, dict) else ():
        if re.search(_OF_PROVIDERS, group):
            yield Fault(
                alive,
                f"no stack reads the entry points `{group}`",
                site_in_pyproject(entry.project, f'[project.entry-points."{group}"]'),
                hint=f"leave them out; `module: {entry.package.dotted}` in a run config is enough",
            )
