"""SPK105: `get_provider_spec` needs arguments."""

from collections.abc import Iterator

from validate_provider.finding import Column, Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.wording import listed
from validate_provider.source.entry import FUNCTION, Entry
from validate_provider.source.signature import parameters
from validate_provider.source.values import OwnFunction, narrowed


@entry_rule(Severity.ERROR, Column.LOADS)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """`get_provider_spec` needs arguments.

    The loader calls it without any (core/distribution.py, get_external_providers_from_module).
    What the function needs to know it takes from its own package; a parameter with a default is
    no harm.

    Wrong, in `provider.py`:

        def get_provider_spec(config: object) -> ProviderSpec:

    Right:

        def get_provider_spec() -> ProviderSpec:
    """
    for case in narrowed(entry.function, alive):
        function = case.value
        if not isinstance(function, OwnFunction) or function.decorators:
            continue
        required = parameters(function.node.args).required
        if required:
            count = len(required)
            names = " and ".join(f"'{name}'" for name in required)
            yield Fault(
                case.mask,
                f"`{FUNCTION}` requires {listed(list(required))}",
                function.module.site(function.node),
                f"TypeError: {FUNCTION}() missing {count} required positional "
                f"argument{'s' if count > 1 else ''}: {names}",
                "take no parameters, or give each a default",
            )
