"""SPK821: a config does not have the shape that the stack reads."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.config_says import refused_config
from validate_provider.rules.rule import Fault, Outcome, config_rule
from validate_provider.source.run_config import ConfigEntry
from validate_provider.source.yaml_file import Mapping, type_of


@config_rule(Severity.ERROR, Column.LOADS)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """A config does not have the shape that the stack reads.

    Under `providers:` each API has a list, and each provider in it a `provider_id`, a
    `provider_type` and a `config`; in a build config a `provider_type` and a `module`, and
    `llama stack build` is gone from 0.4.0 on.

    Missing, in `run.yaml`:

        provider_type: remote::weather
    """
    config = entry.config
    late = alive & ~config.takes
    if late:
        message = "these releases read no build config"
        yield Fault(late, message, config.yaml.start, hint="write a run config")
    rest = alive & config.takes
    if not isinstance(config.providers, Mapping):
        site = config.providers.site if config.providers else config.yaml.start
        hint = "write `providers:` and below it an API with its list of providers"
        for part, says in refused_config(config, rest):
            yield Fault(part, "`providers:` names no APIs", site, says, hint)
        return
    unlisted = [section for section in config.sections if not section.listed]
    for section in unlisted:
        message = f"`{section.api}:` holds no list of providers"
        hint = f"write `{section.api}:` and below it `- provider_id: ...`"
        for part, says in refused_config(config, rest):
            yield Fault(part, message, section.site, says, hint)
    if unlisted:
        return
    wanted = ("provider_type",) if config.build else ("provider_id", "provider_type")
    for key in wanted:
        if key not in entry.node.entries:
            for part, says in refused_config(config, rest):
                words = f"{says}\n{entry.path}.{key}\n  Field required"
                yield Fault(part, f"there is no `{key}`", entry.node.site, words, f"add `{key}:`")
            continue
        kind = type_of(entry.node.get(key))
        # That a provider without an id is switched off, a release must know.
        null = entry.contract.flag("null-provider-id") if key == "provider_id" else 0
        if kind != "str":
            yield from _not_text(entry, key, rest & ~null if kind == "NoneType" else rest)
    given = entry.node.get("config")
    if given is not None and not isinstance(given, Mapping) and not config.build:
        for part, says in refused_config(config, rest):
            words = f"{says}\n{entry.path}.config\n  Input should be a valid dictionary"
            yield Fault(part, "`config:` holds no keys", given.site, words, "write `config: {}`")
    if type_of(entry.node.get("module")) != "str":
        yield from _not_text(entry, "module", rest & entry.contract.flag("module-path"))


def _not_text(entry: ConfigEntry, key: str, mask: int) -> Iterator[Outcome]:
    for part, says in refused_config(entry.config, mask):
        words = f"{says}\n{entry.path}.{key}\n  Input should be a valid string"
        yield Fault(part, f"`{key}` is no text", entry.site(key), words, "put it in quotes")
