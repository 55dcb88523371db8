"""SPK820: a config is not valid YAML."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, config_rule
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """A config is not valid YAML.

    The stack reads it with `yaml.safe_load`: one document, in UTF-8, without tags that would make
    Python objects.

    Wrong, in `run.yaml`:

        providers: [x

    Right:

        providers: {}
    """
    yaml = entry.config.yaml
    if yaml.too_much:
        yield Doubt(alive, yaml.too_much, yaml.start)
    elif yaml.broken:
        message, hint = "it can't be read", "write one YAML document, in UTF-8"
        yield Fault(alive, message, yaml.broken.site, yaml.broken.says, hint)
