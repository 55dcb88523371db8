"""SPK504: the factory is no `async def`."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, provider_rule
from validate_provider.rules.wording import type_name
from validate_provider.source.changes import yields
from validate_provider.source.provider import Provider
from validate_provider.source.values import (
    Coroutine,
    OwnFunction,
    Unknown,
    innermost,
    narrowed,
)


@provider_rule(Severity.ERROR, Column.LOADS)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The factory is no `async def`.

    The loader awaits what the factory returns, in every release (core/resolver.py,
    instantiate_provider). A plain function that returns a coroutine or another awaitable will do.

    Wrong, in `__init__.py`:

        def get_adapter_impl(

    Right:

        async def get_adapter_impl(
    """
    for case in narrowed(provider.factories, alive):
        function = innermost(case.value)
        if not isinstance(function, OwnFunction):
            continue
        site = function.module.site(function.node)
        if function.is_async and yields(function.node):
            managed = "contextlib.asynccontextmanager" in function.decorators
            kind = "_AsyncGeneratorContextManager" if managed else "async_generator"
            yield Fault(
                case.mask & alive,
                f"`{function.name}` yields, so what it gives can't be awaited",
                site,
                f"TypeError: object {kind} can't be used in 'await' expression",
                "return the implementation; end what it uses in its `shutdown`",
            )
        if function.is_async:
            continue
        for made in narrowed(provider.made, case.mask):
            if isinstance(made.value, Coroutine):
                continue
            if isinstance(made.value, Unknown):
                yield Doubt(
                    made.mask, f"`{function.name}` returns something that can't be read", site
                )
                continue
            kind = type_name(made.value) or "object"
            yield Fault(
                made.mask,
                f"`{function.name}` is not `async`",
                site,
                f"TypeError: object {kind} can't be used in 'await' expression",
                f"write `async def {function.name}`",
            )
