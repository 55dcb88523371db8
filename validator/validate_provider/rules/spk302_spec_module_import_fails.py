"""SPK302: the module that the spec names can't be imported."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import import_failures
from validate_provider.rules.rule import Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The module that the spec names can't be imported.

    `module` is an absolute import name: `llama_stack_provider_acme`, not `acme_adapter` and not
    the name of a file. Here, unlike in `provider.py`, the loader hides nothing: a
    ModuleNotFoundError comes through as it is (core/resolver.py, instantiate_provider).

    Wrong, in `provider.py`:

        module="inference"

    Right:

        module="llama_stack_provider_acme"
    """
    absolute = f'write the absolute name: module="{provider.entry.package.dotted}"'
    for mask, module, _name, lookup in provider.factory:
        yield from import_failures(
            module, lookup, mask & alive, provider.contract, absolute=absolute
        )
