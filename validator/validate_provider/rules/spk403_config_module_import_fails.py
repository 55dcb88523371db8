"""SPK403: the module of the config class can't be imported."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.moved import remedy
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import merged, told
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The module of the config class can't be imported.

    The path is absolute: `llama_stack_provider_acme.config.AcmeConfig`, not
    `config.AcmeConfig`.
    """
    for mask, text, lookup in provider.config_class:
        module = text.rpartition(".")[0]
        for raised in merged(lookup.raised):
            both = raised.mask & mask & alive
            if not both:
                continue
            if not raised.certain:
                yield Doubt(both, told(raised), raised.site)
                continue
            package = provider.entry.package.dotted
            inside = provider.reader.sources.module(f"{package}.{module}")
            hint = remedy(raised, both, provider.contract)
            if inside is not None and raised.exception == "ModuleNotFoundError":
                hint = f'write "{package}.{text}"'
            yield Fault(
                both,
                f"`{module}` can't be imported: {told(raised)}",
                raised.site,
                raised.says,
                hint,
            )
