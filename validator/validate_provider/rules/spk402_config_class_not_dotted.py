"""SPK402: `config_class` is not a dotted path."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.values import Constant, Unknown


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """`config_class` is not a dotted path.

    It is a string: module, dot, class. The loader splits it at the last dot
    (core/utils/dynamic.py, instantiate_class_type), and the error of a string without one names
    neither the provider nor the field.

    Wrong, in `provider.py`:

        config_class="AcmeConfig"

    Right:

        config_class="llama_stack_provider_acme.config.AcmeConfig"
    """
    for case in provider.field("config_class", alive):
        site = provider.site("config_class", case.mask)
        match case.value:
            case Constant(str(text)) if "." not in text:
                yield Fault(
                    case.mask,
                    f'`config_class` is "{text}", without a module',
                    site,
                    "ValueError: not enough values to unpack (expected 2, got 1)",
                    f'write "{provider.entry.package.dotted}.config.{text or "YourConfig"}"',
                )
            case Unknown(why, where):
                yield Doubt(case.mask, f"`config_class` can't be read: {why}", where)
            case Constant(str()):
                continue
            case _:
                yield Doubt(case.mask, "`config_class` can't be read", site)
