"""SPK302: the module that the spec names can't be imported."""

from collections.abc import Iterator
from functools import partial

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import failures
from validate_provider.rules.rule import Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.values import Raised


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The module that the spec names can't be imported.

    `module` is an absolute import name: `llama_stack_provider_acme`, not `acme_adapter`.
    """
    package = provider.entry.package.dotted
    for mask, module, _name, lookup in provider.factory:
        yield from failures(
            lookup.raised,
            mask & alive,
            provider.contract,
            subject=f"`{module}`",
            hint=partial(_hint, module, package),
        )


def _hint(module: str, package: str, raised: Raised) -> str:
    relative = raised.subject == module.partition(".")[0]
    return f'write the absolute name: module="{package}"' if relative else ""
