"""Where a finding on a class stands."""

from validate_provider.source.classes import AnyClass
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass, Site


def site_of(cls: AnyClass, provider: Provider) -> Site:
    """The class statement, or the provider's spec for a class that is not its own."""
    if isinstance(cls, OwnClass):
        return cls.module.site(cls.node)
    return provider.entry.site_of_function()
