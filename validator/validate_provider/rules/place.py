"""Where a finding on a class or on the factory stands."""

from validate_provider.source.classes import AnyClass
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass, OwnFunction, Site, narrowed


def site_of(cls: AnyClass, provider: Provider) -> Site:
    """The class statement, or the provider's spec for a class that is not its own."""
    if isinstance(cls, OwnClass):
        return cls.module.site(cls.node)
    return provider.entry.site_of_function()


def site_of_factory(provider: Provider, mask: int) -> Site:
    """The factory, or the spec's `module` if there is none in these releases."""
    for case in narrowed(provider.factories, mask):
        if isinstance(case.value, OwnFunction):
            return case.value.module.site(case.value.node)
    return provider.site("module", mask)
