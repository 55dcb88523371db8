"""SPK510: the factory returns the implementation's class, not an instance of it."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.place import site_of_factory
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.values import Coroutine, OwnClass, narrowed


@provider_rule(Severity.ERROR, Column.SERVES)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The factory returns the implementation's class, not an instance of it.

    A class takes the attributes that the loader sets as well as an instance does, so it loads in
    every release (core/resolver.py, instantiate_provider). But then each of its methods is called
    without `self`, at start-up or at the first request.

    Wrong, in `__init__.py`:

        return AcmeInferenceAdapter

    Right:

        return adapter
    """
    for case in narrowed(provider.made, alive):
        inner = case.value.value if isinstance(case.value, Coroutine) else ()
        for result in narrowed(inner, case.mask):
            if isinstance(result.value, OwnClass):
                title = result.value.title
                yield Fault(
                    result.mask,
                    f"the factory returns the class `{title}`, not an instance",
                    site_of_factory(provider, result.mask),
                    hint=f"return `{title}(config)`",
                )
