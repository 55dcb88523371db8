"""SPK403: the module of the config class can't be imported."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.raising import import_failures
from validate_provider.rules.rule import Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The module of the config class can't be imported.

    The path is absolute: `llama_stack_provider_acme.config.AcmeConfig`, not `config.AcmeConfig`,
    which happens to work where the package's folder is the current one. Of a class within a class
    the loader would import the outer class as a module (core/utils/dynamic.py,
    instantiate_class_type).

    Wrong, in `provider.py`:

        config_class="config.AcmeConfig"

    Right:

        config_class="llama_stack_provider_acme.config.AcmeConfig"
    """
    for mask, text, lookup in provider.config_class:
        yield from import_failures(
            text.rpartition(".")[0],
            lookup,
            mask & alive,
            provider.contract,
            absolute=f'write "{provider.entry.package.dotted}.{text}"',
        )
