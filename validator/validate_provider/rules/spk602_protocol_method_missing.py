"""SPK602: the implementation lacks a method of its API's protocol."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of, title_of
from validate_provider.rules.protocol import OPTIONAL, partition, standings
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation lacks a method of its API's protocol.

    Up to llama-stack 0.4 the loader refuses such a provider; later releases check fewer and
    fewer methods, and none from 0.7.0 on. There it loads, and the first request that needs the
    method fails.
    """
    contract = provider.contract
    checked = contract.checked(provider.api)
    refused: dict[int, list[tuple[int, str]]] = {}
    unserved: dict[int, list[tuple[int, str]]] = {}
    lines = {id(line): line for line in provider.implementation_lines}
    for standing in standings(provider, alive):
        reason = "missing" if standing.found is None else "not_actually_implemented"
        at_load = standing.mask & checked.get(standing.method, 0)
        at_request = standing.mask & ~at_load
        key = id(standing.line)
        absent = standing.found is None
        if absent and standing.line.unknown:
            for mask, column in ((at_load, Column.LOADS), (at_request, Column.SERVES)):
                if mask and standing.method not in OPTIONAL:
                    why = f"`{standing.method}` may come from a base: {standing.line.unknown}"
                    yield Doubt(mask, why, site_of(standing.line.classes[0], provider), column)
            continue
        if at_load and (absent or standing.protocol_only):
            refused.setdefault(key, []).append((at_load, f"{standing.method}:{reason}"))
        if at_request and (absent or standing.stub_only) and standing.method not in OPTIONAL:
            unserved.setdefault(key, []).append((at_request, standing.method))
    for key, masks in refused.items():
        cls = lines[key].classes[0]
        for mask, labels in partition(masks):
            pairs = [tuple(label.split(":")) for label in labels]
            yield Fault(
                mask,
                f"`{title_of(cls)}` lacks {listed([name for name, _ in pairs])}",
                site_of(cls, provider),
                f"ValueError: Provider `{provider.name} (Api.{provider.api})` does not implement "
                f"the following methods:\n{pairs}",
                f"define what the protocol of `{provider.api}` asks for",
            )
    for key, masks in unserved.items():
        cls = lines[key].classes[0]
        for mask, names in partition(masks):
            yield Fault(
                mask,
                f"`{title_of(cls)}` lacks {listed(names)}; a request that needs it fails",
                site_of(cls, provider),
                f"AttributeError: '{title_of(cls)}' object has no attribute '{names[0]}'",
                "define it, or raise NotImplementedError in it",
                Column.SERVES,
            )
