"""SPK303: the provider depends on the API that it implements."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.spec import api_names
from validate_provider.source.values import Constant, EnumMember


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The provider depends on the API that it implements.

    The loader makes what a provider depends on before the provider itself, and an API can't be
    there before its own providers. From ogx 1.2.0 on it says so, for optional dependencies too
    (core/resolver.py, topological_sort); before, the required dependency is not found
    (instantiate_providers): RuntimeError from llama-stack 0.2.21 on, KeyError before. Where a
    router stands before the API's providers, as with `inference`, releases before ogx 1.2.0 pass.

    Wrong, in `provider.py`:

        api_dependencies=[Api.files]
    """
    for name in ("api_dependencies", "optional_api_dependencies"):
        mask = _own(provider, name, alive)
        for part, says in _words(provider, mask, required=name == "api_dependencies"):
            yield Fault(
                part,
                f"the provider implements `{provider.api}` and depends on it",
                provider.site(name, part),
                says,
                f"leave `Api.{provider.api}` out of `{name}`",
            )


def _words(provider: Provider, mask: int, *, required: bool) -> Iterator[tuple[int, str]]:
    """What the loader says, in the releases where it fails."""
    api, contract = provider.api, provider.contract
    rest = mask & ~contract.flag("cycle-error") if required else 0
    cyclic = mask & contract.flag("cycle-error")
    circular = "RuntimeError: Failed to sort providers: circular dependency detected involving APIs"
    for there, table in contract.routed_by(api):
        rest &= ~there
        if cyclic & there:
            yield cyclic & there, f"{circular} {[f'inner-{api}', table, api, f'inner-{api}']}"
            cyclic &= ~there
    if cyclic:
        yield cyclic, f"{circular} {[api, api]}"
    worded = rest & contract.flag("dependency-runtime-error")
    if worded:
        asks = f"'{api}' provider '{provider.name}' of type '{provider.provider_type}'"
        unmet = f"required dependency '{api}' is not available."
        yield worded, f"RuntimeError: Failed to resolve {asks}: {unmet}"
    if rest & ~worded:
        yield rest & ~worded, f"KeyError: <Api.{api}: '{api}'>"


def _own(provider: Provider, name: str, alive: int) -> int:
    """The releases in which a list of dependencies names the provider's own API."""
    mask = 0
    for case in provider.field(name, alive):
        for item in api_names(case.value):
            match item.value:
                case EnumMember(_, api) | Constant(str(api)) if api == provider.api:
                    mask |= item.mask & case.mask
    return mask
