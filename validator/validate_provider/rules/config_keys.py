"""The config classes that an entry's `config:` is given to."""

from collections.abc import Iterator

from validate_provider.source.config_fields import ConfigFields, config_fields
from validate_provider.source.run_config import ConfigEntry
from validate_provider.source.values import OwnClass, StackClass, narrowed


def unread_classes(entry: ConfigEntry, alive: int) -> int:
    """The releases in which it can't be told what the config class takes."""
    mask = 0
    for provider in entry.providers:
        for named, _text, lookup in provider.config_class:
            for case in narrowed(lookup.cases, named & alive):
                mask |= case.mask if isinstance(case.value, OwnClass | StackClass) else 0
    for told, _fields in config_classes(entry, alive):
        mask &= ~told
    return mask


def config_classes(entry: ConfigEntry, alive: int) -> Iterator[tuple[int, ConfigFields]]:
    """What each config class of an entry takes, in the releases in which it is the one."""
    for provider in entry.providers:
        for mask, _text, lookup in provider.config_class:
            for case in narrowed(lookup.cases, mask & alive):
                if isinstance(case.value, OwnClass | StackClass):
                    for fields in config_fields(case.value, case.mask, entry.contract):
                        yield fields.mask, fields
