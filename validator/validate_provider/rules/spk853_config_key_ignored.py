"""SPK853: the config class ignores a key of the config."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.config_keys import config_classes
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.rules.wording import close_to
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.WARNING, None)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The config class ignores a key of the config.

    A pydantic class passes over what it does not know, so that a misspelt key has no effect.

    Wrong, in `run.yaml`:

        town: Kyiv

    Right:

        city: Kyiv
    """
    if entry.values is None or entry.disabled:
        return
    known: dict[str, int] = {}
    seen = 0
    for mask, fields in config_classes(entry, alive):
        if fields.extra == "ignore" and fields.sure:
            seen |= mask
            for name in fields.fields:
                known[name] = known.get(name, 0) | mask
    for key in entry.values.names():
        # A key that some release in question takes is no mistake of a config for several.
        if seen and not known.get(key, 0):
            near = close_to(key, list(known))
            hint = f"did you mean `{near}`?" if near else f"remove `{key}:`"
            yield Fault(seen, f"`{key}` is ignored", entry.values.site_of(key), hint=hint)
