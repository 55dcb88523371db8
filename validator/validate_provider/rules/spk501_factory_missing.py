"""SPK501: the module has no factory of the name that the loader calls."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.elsewhere import not_of_this_package
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import close_to, type_name
from validate_provider.source.provider import ADAPTER_FACTORY, INLINE_FACTORY, Provider
from validate_provider.source.values import (
    Constant,
    External,
    OwnFunction,
    Site,
    Unknown,
    innermost,
    narrowed,
)


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The module has no factory of the name that the loader calls.

    A `RemoteProviderSpec` needs `get_adapter_impl`, every other spec `get_provider_impl`; the
    spec's class decides, not the provider type. The loader takes it from the module that the spec
    names (core/resolver.py, instantiate_provider), so it is defined or imported there, usually in
    the package's `__init__`.

    Wrong, in `__init__.py`:

        async def get_provider_impl(

    Right:

        async def get_adapter_impl(
    """
    for mask, module, name, lookup in provider.factory:
        site = provider.site("module", mask)
        missing = lookup.missing & mask & alive
        if missing:
            yield Fault(
                missing,
                f"`{module}` has no `{name}`",
                site,
                f"AttributeError: module '{module}' has no attribute '{name}'",
                _hint(provider, module, name),
            )
        for case in narrowed(lookup.cases, mask & alive):
            if isinstance(case.value, Unknown):
                yield Doubt(case.mask, f"`{name}` can't be read: {case.value.why}", site)
            elif isinstance(case.value, Constant):
                yield from _constant(case.mask, name, case.value, site, provider)
            elif isinstance(case.value, External) and case.value.dotted == f"{module}.{name}":
                yield Doubt(case.mask, not_of_this_package(module, provider), site)
            elif not isinstance(innermost(case.value), OwnFunction):
                yield Doubt(case.mask, f"`{name}` is no function of this package", site)


def _constant(
    mask: int, name: str, value: Constant, site: Site, provider: Provider
) -> Iterator[Outcome]:
    """The loader looks at the factory's parameters where it may pass it a policy."""
    inspects = provider.contract.flag("inline-policy") & ~provider.remote
    inspects |= provider.contract.flag("remote-policy") & provider.remote
    for part, says in (
        (mask & inspects, f"TypeError: {value.value!r} is not a callable object"),
        (mask & ~inspects, f"TypeError: '{type_name(value)}' object is not callable"),
    ):
        if part:
            hint = f"define `async def {name}(config, deps)`"
            yield Fault(part, f"`{name}` is no function", site, says, hint)


def _hint(provider: Provider, module: str, name: str) -> str:
    own = provider.reader.sources.module(module)
    if own is None:
        return ""
    home = own.path.name if own.path.is_file() else module
    other = INLINE_FACTORY if name == ADAPTER_FACTORY else ADAPTER_FACTORY
    if other in own.names:
        return f"{home} defines `{other}`; the loader calls `{name}` of a spec of this class"
    package = provider.entry.package.dotted
    trunk = provider.reader.sources.module(package)
    if trunk is not None and name in trunk.names:
        return f'`{name}` is in `{package}`: write module="{package}"'
    near = close_to(name, list(own.names))
    if near:
        return f"did you mean `{near}` in {home}?"
    return f"define `async def {name}(config, deps)` in {home}"
