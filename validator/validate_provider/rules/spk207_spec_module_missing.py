"""SPK207: the spec does not say which module implements the provider."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.values import Constant, Unknown

_SPEC_TYPE = {
    "remote": "RemoteProviderSpec",
    "inline": "InlineProviderSpec",
    "plain": "ProviderSpec",
}


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The spec does not say which module implements the provider.

    `module` is the package whose `__init__` holds the factory; it may be another one than the
    package of the `provider` module. Without it the loader can't go on (core/resolver.py,
    instantiate_provider): from llama-stack 0.2.16 on it says so, and the AdapterSpec of the
    releases up to 0.2.22 has an empty name.

    Missing, in `provider.py`:

        module="llama_stack_provider_acme",
    """
    for case in provider.field("module", alive):
        site = provider.site("module", case.mask)
        match case.value:
            case Constant(None):
                spec = next(spec for spec in provider.specs if spec.mask & case.mask)
                cls = _SPEC_TYPE[spec.kind]
                home = getattr(spec.instance.of, "dotted", cls)
                yield Fault(
                    case.mask,
                    f"the {cls} has no `module`",
                    site,
                    f"AttributeError: ProviderSpec of type <class '{home}'> does not have a "
                    "'module' attribute",
                    f'add module="{provider.entry.package.dotted}"',
                )
            case Constant(""):
                yield Fault(
                    case.mask,
                    "`module` of the spec is empty",
                    site,
                    "ValueError: Empty module name",
                    f'write module="{provider.entry.package.dotted}"',
                )
            case Unknown(why, where):
                yield Doubt(case.mask, f"`module` of the spec can't be read: {why}", where)
            case Constant(str()):
                continue
            case _:
                yield Doubt(case.mask, "`module` of the spec can't be read", site)
