"""SPK202: `get_provider_spec` returns something that is no provider spec."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, entry_rule
from validate_provider.rules.wording import type_name
from validate_provider.source.entry import FUNCTION, Entry
from validate_provider.source.spec import specs_in
from validate_provider.source.values import (
    Constant,
    Coroutine,
    Instance,
    Sequence,
    Unknown,
    Value,
    narrowed,
)

_READS = "deprecation_error"
"""The first attribute that the loader reads of a spec (core/resolver.py, validate_provider)."""


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """`get_provider_spec` returns something that is no provider spec.

    It returns a `RemoteProviderSpec` or an `InlineProviderSpec`; from llama-stack 0.3.0 on also a
    list of them. An `async def` returns a coroutine, a function without `return` returns None. The
    loader puts it into its registry unseen and stops when it first reads a field
    (core/resolver.py, validate_provider).

    Wrong, in `provider.py`:

        async def get_provider_spec() -> ProviderSpec:

    Right:

        def get_provider_spec() -> ProviderSpec:
    """
    site = entry.site_of_function()
    for case in narrowed(entry.returned, alive):
        kind = _kind(case.value)
        if kind:
            yield Fault(
                case.mask,
                f"`{FUNCTION}` returns {_told(case.value, kind)}",
                site,
                f"AttributeError: '{kind}' object has no attribute '{_READS}'",
                "return a RemoteProviderSpec or an InlineProviderSpec",
            )
            continue
        if isinstance(case.value, Sequence) and not case.value.items:
            yield Doubt(case.mask, f"`{FUNCTION}` returns an empty list: no provider", site)
        values = (
            [(item.mask & case.mask, item.value) for item in case.value.items]
            if isinstance(case.value, Sequence)
            else [(case.mask, case.value)]
        )
        for mask, value in values:
            if not mask:
                continue
            if isinstance(value, Unknown):
                where = value.site if value.site.path else site
                yield Doubt(mask, f"what `{FUNCTION}` returns can't be read: {value.why}", where)
            elif not isinstance(value, Instance) or not specs_in(
                value, mask, entry.reader.contract
            ):
                where = value.site if isinstance(value, Instance) else site
                yield Doubt(mask, f"what `{FUNCTION}` returns is no known spec class", where)


def _kind(value: Value) -> str:
    """The Python type of a value that is certainly no spec; empty for the others."""
    kind = type_name(value)
    return "" if kind in {"list", "module"} or isinstance(value, Instance) else kind


def _told(value: Value, kind: str) -> str:
    match value:
        case Constant(None):
            return "None"
        case Coroutine():
            return "a coroutine: it must not be `async`"
        case _:
            return f"a {kind}"
