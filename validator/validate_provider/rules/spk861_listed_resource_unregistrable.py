"""SPK861: the config lists a resource for a provider that can't register it."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, config_rule
from validate_provider.source.classes import Line, members
from validate_provider.source.provider import Provider
from validate_provider.source.run_config import ConfigEntry
from validate_provider.source.values import Site
from validate_provider.source.yaml_file import Listing, Mapping, plain


@config_rule(Severity.ERROR, Column.SERVES)
def check(entry: ConfigEntry, alive: int) -> Iterator[Outcome]:
    """The config lists a resource for a provider that can't register it.

    While the server starts, each model, shield, vector store, dataset, benchmark, scoring
    function or tool group that the config lists is handed to the `register_...` of the provider
    it names (core/stack.py, register_resources). The lists stand at the top of the config up to
    llama-stack 0.2.24, and below `registered_resources` from 0.3.0 on.

    Wrong where the implementation lacks that method, in `run.yaml`:

        registered_resources:
          tool_groups:
          - toolgroup_id: ext::weather
            provider_id: weather
    """
    if entry.config.build or entry.disabled:
        return
    for provider in entry.providers:
        for key, mask in entry.contract.resources(provider.api).items():
            for part, site in _listed(entry, key, mask & alive):
                yield from _judged(provider, key, part, site)


def _listed(entry: ConfigEntry, key: str, mask: int) -> Iterator[tuple[int, Site]]:
    """Where a resource is listed for this provider, in the releases that look there."""
    top = entry.config.top
    below = entry.contract.flag("registered-resources")
    resources = top.get("registered_resources") if top else None
    for holder, part in ((top, mask & ~below), (resources, mask & below)):
        node = holder.get(key) if isinstance(holder, Mapping) else None
        for item in node.items if isinstance(node, Listing) and part else ():
            if isinstance(item, Mapping) and plain(item.get("provider_id")) == entry.provider_id:
                yield part, item.site
                break


def _judged(provider: Provider, key: str, mask: int, site: Site) -> Iterator[Outcome]:
    hooks = provider.contract.registration_hooks(provider.api)
    for hook, scope in hooks.items():
        if hook.startswith("unregister_"):
            continue
        for line in provider.implementation_lines:
            missing = _without(hook, scope & mask, line, provider)
            title = line.classes[0].title
            if missing and line.unknown:
                why = f"`{hook}` may come from a base: {line.unknown}"
                yield Doubt(missing, why, site, Column.SERVES)
            elif missing:
                yield Fault(
                    missing,
                    f"`{key}` lists a resource for this provider, and `{title}` lacks `{hook}`",
                    site,
                    f"AttributeError: '{title}' object has no attribute '{hook}'",
                    f"add `async def {hook}(self, given): ...`, or list nothing for it",
                )


def _without(hook: str, mask: int, line: Line, provider: Provider) -> int:
    mask &= line.mask
    for member in members(hook, line, provider.contract):
        mask &= ~member.mask
    return mask
