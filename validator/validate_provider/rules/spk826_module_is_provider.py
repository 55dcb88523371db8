"""SPK826: `module:` names the `provider` module instead of its package."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.rules.wording import MASKED
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """`module:` names the `provider` module instead of its package.

    The loader adds `.provider` by itself: `module: acme.provider` makes it import
    `acme.provider.provider`.

    Wrong, in `run.yaml`:

        module: ext_weather.provider

    Right:

        module: ext_weather
    """
    name = entry.package_name
    package = entry.package
    mask = alive & entry.contract.flag("module-path")
    if not mask or package is None or not name.endswith(".provider"):
        return
    module = package.reader.sources.module(name)
    if module is not None and not module.is_package:
        yield Fault(
            mask,
            f"`{name}` is the module with `get_provider_spec`, not the package",
            entry.site("module"),
            MASKED,
            f"write `module: {name.removesuffix('.provider')}`",
        )
