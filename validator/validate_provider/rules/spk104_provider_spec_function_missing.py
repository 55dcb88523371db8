"""SPK104: the `provider` module has no `get_provider_spec`."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Doubt, Fault, Outcome, entry_rule
from validate_provider.rules.wording import close_to, type_name
from validate_provider.source.entry import FUNCTION, Entry
from validate_provider.source.values import (
    Constant,
    Dictionary,
    OwnFunction,
    Partial,
    Sequence,
    Unknown,
    covered,
    narrowed,
)


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """The `provider` module has no `get_provider_spec`.

    The loader calls that function, by that name, without arguments (llama-stack 0.2.16 on,
    core/distribution.py). A module without it, or with something of that name that is no function,
    stops the stack.

    Wrong, in `provider.py`:

        def get_provider_specs() -> ProviderSpec:

    Right:

        def get_provider_spec() -> ProviderSpec:
    """
    module = entry.reader.sources.module(entry.module)
    missing = alive & entry.imported & ~covered(entry.function)
    if missing and module is not None:
        near = close_to(FUNCTION, list(module.names))
        yield Fault(
            missing,
            f"`{FUNCTION}` is not defined here",
            entry.start,
            f"AttributeError: module '{entry.module}' has no attribute '{FUNCTION}'",
            f"did you mean `{near}`?" if near else f"define `def {FUNCTION}() -> ProviderSpec`",
        )
    for case in narrowed(entry.function, alive):
        match case.value:
            case OwnFunction() | Partial():
                continue
            case Constant() | Sequence() | Dictionary():
                kind = type_name(case.value)
                yield Fault(
                    case.mask,
                    f"`{FUNCTION}` is no function",
                    entry.start,
                    f"TypeError: '{kind}' object is not callable",
                    f"define `def {FUNCTION}() -> ProviderSpec`",
                )
            case Unknown(why, _):
                yield Doubt(case.mask, f"`{FUNCTION}` can't be read: {why}", entry.start)
            case _:
                why = f"`{FUNCTION}` is no function of this package"
                yield Doubt(case.mask, why, entry.start)
