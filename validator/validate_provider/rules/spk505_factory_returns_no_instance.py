"""SPK505: the factory returns no implementation."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of_factory
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.values import (
    Case,
    Constant,
    Coroutine,
    Instance,
    OwnClass,
    Site,
    StackClass,
    Unknown,
    narrowed,
)


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The factory returns no implementation.

    It must return an object on which the loader can set `__provider_id__` (core/resolver.py,
    instantiate_provider); a factory without `return` gives None.

    Missing, in `__init__.py`:

        return adapter
    """
    awaited = 0
    for case in provider.made:
        awaited |= case.mask if isinstance(case.value, Coroutine) else 0
    for result in narrowed(provider.returned, alive & awaited):
        yield from _judged(result, site_of_factory(provider, result.mask))


def _judged(result: Case, site: Site) -> Iterator[Outcome]:
    match result.value:
        case Instance(of) if isinstance(of, OwnClass | StackClass):
            return
        case Constant(constant):
            kind = type(constant).__name__
            yield Fault(
                result.mask,
                f"the factory returns {constant!r}",
                site,
                f"AttributeError: '{kind}' object has no attribute '__provider_id__'",
                "return the implementation",
            )
        case OwnClass():
            return
        case Unknown(why, where):
            yield Doubt(result.mask, f"what the factory returns can't be read: {why}", where)
        case _:
            yield Doubt(result.mask, "what the factory returns can't be read", site)
