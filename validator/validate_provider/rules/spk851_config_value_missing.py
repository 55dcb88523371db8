"""SPK851: the config lacks a value that the config class requires."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.config_keys import config_classes, unread_classes
from validate_provider.rules.rule import Doubt, Fault, Outcome, config_rule
from validate_provider.rules.wording import listed
from validate_provider.source.config_fields import ConfigFields
from validate_provider.source.run_config import ConfigEntry


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The config lacks a value that the config class requires.

    The loader calls the class with the keys under `config:`, and with nothing else.

    Missing, in `run.yaml`:

        city: Kyiv
    """
    if entry.config.build or entry.disabled:
        return
    given = set(entry.values.names()) if entry.values else set()
    site = entry.values.site if entry.values else entry.node.site
    unread = unread_classes(entry, alive)
    if unread:
        yield Doubt(unread, "what the config class takes can't be read", site)
    for mask, fields in config_classes(entry, alive):
        missing = [
            name for name, field in fields.fields.items() if field.required and name not in given
        ]
        if not missing:
            continue
        message = f"`{fields.title}` requires {listed(missing)}"
        if not fields.sure:
            yield Doubt(mask, f"{message}, unless it fills that in itself", site)
            continue
        hint = f"add `{missing[0]}:` below `config:`, or give it a default in `{fields.title}`"
        yield Fault(mask, message, site, _says(fields, missing), hint)


def _says(fields: ConfigFields, missing: list[str]) -> str:
    count = len(missing)
    if fields.kind == "dataclass":
        quoted = [f"'{name}'" for name in missing]
        names = ", ".join(quoted[:-1]) + ("," if count > 2 else "") + " and " + quoted[-1]
        told = quoted[0] if count == 1 else names.removeprefix(", ")
        plural = "s" if count > 1 else ""
        start = f"TypeError: {fields.title}.__init__() missing {count} required positional"
        return f"{start} argument{plural}: {told}"
    plural = "s" if count > 1 else ""
    lines = "".join(f"\n{name}\n  Field required" for name in missing)
    return f"ValidationError: {count} validation error{plural} for {fields.title}{lines}"
