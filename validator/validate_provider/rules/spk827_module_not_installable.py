"""SPK827: `module:` can't be installed under that name."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.requirement import normalised
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.WARNING, None)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """`module:` can't be installed under that name.

    The same text is what the loader imports and what `llama stack build` and `list-deps` give to
    pip, so that the name of the distribution should be the name of the package.
    """
    mask = alive & entry.contract.flag("module-path")
    if not mask or entry.package is None:
        return
    table = entry.package.project.metadata.get("project")
    name = table.get("name") if isinstance(table, dict) else None
    if isinstance(name, str) and normalised(name) != normalised(entry.package_name):
        yield Fault(
            mask,
            f"the stack's tools would install `{entry.package_name}`, but the package is "
            f"published as `{name}`",
            entry.site("module"),
            hint=f"install `{name}` yourself, or name the package `{name.replace('-', '_')}`",
        )
