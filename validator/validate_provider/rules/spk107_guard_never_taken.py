"""SPK107: a fallback for other releases is never taken in any that the package declares."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.shims import shims
from validate_provider.source.declared import admitted, declared
from validate_provider.source.entry import Entry


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """A fallback for other releases is never taken in any that the package declares.

    A `try` around an import of the stack, with another import in its `except`, lets one source
    serve several releases. If the package's own requirement admits only releases of one side, the
    other side is dead: the requirement is narrower than the code, or the code older than the
    requirement. Widen the one or shorten the other.

    Wrong, in `provider.py`:

        try:
            from ogx_api import Api, ProviderSpec, RemoteProviderSpec
        except ImportError:
            from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec

    Right:

        from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec
    """
    contract = entry.reader.contract
    try:
        releases = admitted(declared(entry.project).requirements, contract.timeline)
    except ValueError:
        return
    for shim in shims(entry) if releases else ():
        works = shim.works(contract)
        if not shim.fallback or (releases & works and releases & ~works):
            continue
        if releases & works:
            message = "this import works in every release that the package declares"
            hint = "leave the `except` out, or widen the requirement"
        else:
            message = "this import fails in every release that the package declares"
            hint = "leave the `try` out, or widen the requirement"
        yield Fault(alive, message, shim.module.site(shim.node), hint=hint)
