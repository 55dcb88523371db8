"""SPK302: the module that the spec names can't be imported."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.moved import remedy
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import merged, told
from validate_provider.source.provider import Provider
from validate_provider.source.values import Raised


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The module that the spec names can't be imported.

    `module` is an absolute import name: `llama_stack_provider_acme`, not `acme_adapter`.
    """
    for mask, module, _name, lookup in provider.factory:
        for raised in merged(lookup.raised):
            both = raised.mask & mask & alive
            if not both:
                continue
            if not raised.certain:
                yield Doubt(both, told(raised), raised.site)
                continue
            yield Fault(
                both,
                f"`{module}` can't be imported: {told(raised)}",
                raised.site,
                raised.says,
                _hint(provider, raised, both),
            )


def _hint(provider: Provider, raised: Raised, mask: int) -> str:
    package = provider.entry.package.dotted
    inside = provider.reader.sources.module(f"{package}.{raised.subject}")
    if inside is not None and raised.exception == "ModuleNotFoundError":
        return f'write the absolute name: module="{package}"'
    return remedy(raised, mask, provider.contract)
