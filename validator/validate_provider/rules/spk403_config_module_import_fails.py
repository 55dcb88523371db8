"""SPK403: the module of the config class can't be imported."""

from collections.abc import Iterator
from functools import partial

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import failures
from validate_provider.rules.rule import Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.values import Raised


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The module of the config class can't be imported.

    The path is absolute: `llama_stack_provider_acme.config.AcmeConfig`, not
    `config.AcmeConfig`.
    """
    package = provider.entry.package.dotted
    for mask, text, lookup in provider.config_class:
        module = text.rpartition(".")[0]
        yield from failures(
            lookup.raised,
            mask & alive,
            provider.contract,
            subject=f"`{module}`",
            hint=partial(_hint, text, package),
        )


def _hint(config_class: str, package: str, raised: Raised) -> str:
    relative = raised.subject == config_class.partition(".")[0]
    return f'write "{package}.{config_class}"' if relative else ""
