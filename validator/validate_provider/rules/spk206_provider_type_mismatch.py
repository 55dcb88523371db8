"""SPK206: the provider type disagrees with the spec's class or adapter type."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The provider type disagrees with the spec's class or adapter type.

    The loader chooses the factory by the spec's class, whatever the type says (core/resolver.py,
    instantiate_provider), and a run config names the provider by the type. `remote::acme` is a
    `RemoteProviderSpec` with `adapter_type="acme"`; `inline::acme` is an `InlineProviderSpec`.
    With `external_providers_dir` the name of the file stands for both.

    Wrong, in `provider.py`:

        adapter_type="other"

    Right:

        adapter_type="acme"
    """
    if provider.provider_type == "?":
        return
    prefix, _, suffix = provider.provider_type.partition("::")
    for spec in provider.specs:
        mask = spec.mask & provider.mask & alive
        if not mask or spec.kind == "plain":
            continue
        if prefix != spec.kind or not suffix:
            cls = spec.instance.of.title
            yield Fault(
                mask,
                f"`{provider.provider_type}` is given by `{cls}`",
                spec.site("provider_type"),
                hint=f'write provider_type="{spec.kind}::{suffix or prefix}"',
            )
        for type_mask, adapter_type in spec.texts("adapter_type", mask):
            if adapter_type != suffix and prefix == "remote":
                yield Fault(
                    type_mask,
                    f'adapter_type "{adapter_type}" is not the end of '
                    f'provider_type "{provider.provider_type}"',
                    spec.site("adapter_type"),
                    hint=f'write adapter_type="{suffix}"',
                )
