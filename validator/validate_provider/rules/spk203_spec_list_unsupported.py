"""SPK203: `get_provider_spec` returns a list, which the release does not take."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.source.entry import FUNCTION, Entry
from validate_provider.source.values import Sequence, narrowed


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """`get_provider_spec` returns a list, which the release does not take.

    Lists are read from llama-stack 0.3.0 on (core/distribution.py,
    get_external_providers_from_module). Earlier releases take the list for the spec. To mend it,
    return one spec from a `provider` module of each sub-package, or require llama-stack 0.3 or
    later.

    Wrong, in `provider.py`:

        def get_provider_spec() -> list[ProviderSpec]:
            return [_spec()]


        def _spec() -> ProviderSpec:

    Right:

        def get_provider_spec() -> ProviderSpec:
    """
    unsupported = alive & ~entry.reader.contract.flag("list-specs")
    for case in narrowed(entry.returned, unsupported):
        if isinstance(case.value, Sequence) and case.value.kind == "list":
            yield Fault(
                case.mask,
                f"`{FUNCTION}` returns a list",
                entry.site_of_function(),
                "AttributeError: 'list' object has no attribute 'deprecation_error'",
                "return one spec, from a sub-package each, or require llama-stack 0.3 or later",
            )
