"""SPK852: the config class refuses a key of the config."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.config_keys import config_classes
from validate_provider.rules.rule import Doubt, Fault, Outcome, config_rule
from validate_provider.rules.wording import close_to
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The config class refuses a key of the config.

    A pydantic class with `extra="forbid"` and a dataclass take the keys they know, and no others.

    Wrong, in `run.yaml`:

        town: Kyiv

    Right:

        city: Kyiv
    """
    if entry.values is None or entry.disabled:
        return
    for mask, fields in config_classes(entry, alive):
        if fields.extra != "forbid":
            continue
        for key in entry.values.names():
            if key in fields.fields:
                continue
            says = (
                f"TypeError: {fields.title}.__init__() got an unexpected keyword argument '{key}'"
                if fields.kind == "dataclass"
                else f"ValidationError: 1 validation error for {fields.title}\n{key}\n"
                "  Extra inputs are not permitted"
            )
            near = close_to(key, list(fields.fields))
            hint = f"did you mean `{near}`?" if near else f"remove `{key}:`"
            site = entry.values.site_of(key)
            if fields.sure:
                yield Fault(mask, f"`{fields.title}` has no `{key}`", site, says, hint)
            else:
                why = f"`{fields.title}` has no `{key}`, unless a validator of its own takes it"
                yield Doubt(mask, why, site)
