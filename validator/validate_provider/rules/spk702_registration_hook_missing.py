"""SPK702: the implementation lacks a method that registering a resource calls."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.classes import members
from validate_provider.source.provider import Provider


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation lacks a method that registering a resource calls.

    A model, shield, vector store, dataset, benchmark or tool group that a run config lists for
    this provider, or that a request registers, is handed to the provider's own `register_...`.
    """
    contract = provider.contract
    startup = contract.startup_hooks(provider.api)
    for line in provider.implementation_lines:
        if line.unknown:
            continue
        absent: dict[int, list[str]] = {}
        for mask, dotted in contract.private_protocol(provider.api):
            table = contract.class_table(dotted)
            if table is None:
                continue
            for hook, cases in table.methods.items():
                if hook.startswith(("unregister_", "_")) or hook in startup:
                    continue
                missing = mask & line.mask & alive & sum(part for part, _ in cases)
                for member in members(hook, line, contract):
                    missing &= ~member.mask
                if missing:
                    absent.setdefault(missing, []).append(hook)
        cls = line.classes[0]
        for missing, hooks in absent.items():
            yield Fault(
                missing,
                f"`{cls.title}` lacks {listed(hooks)}",
                site_of(cls, provider),
                hint="without it, resources of this provider can't be registered",
            )
