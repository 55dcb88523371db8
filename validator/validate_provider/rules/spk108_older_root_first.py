"""SPK108: a fallback asks for the older stack first."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, entry_rule
from validate_provider.rules.shims import Imported, shims
from validate_provider.source.declared import declared
from validate_provider.source.entry import Entry

_ORDER = ("llama_stack", "llama_stack_api", "ogx_api")


@entry_rule(Severity.ADVICE, None)
def check(entry: Entry, alive: int) -> Iterator[Outcome]:
    """A fallback asks for the older stack first.

    `llama-stack-api` and `ogx-api` can be installed side by side, and an environment that was
    upgraded often has both. The spec is then made of the classes of the stack that does not run,
    and the one that runs does not take it for a remote spec, nor perhaps for a spec
    (core/resolver.py, instantiate_provider). Ask for the newest first, and the fallback finds the
    one that runs.

    Wrong, in `provider.py`:

        try:
            from llama_stack_api import Api, RemoteProviderSpec
        except ImportError:
            from ogx_api import Api, RemoteProviderSpec


        def get_provider_spec():
            return RemoteProviderSpec(
                api=Api.inference,
                provider_type="remote::acme",
                adapter_type="acme",
                module="llama_stack_provider_acme",
                config_class="llama_stack_provider_acme.config.AcmeConfig",
            )
    """
    if not declared(entry.project).requirements:
        return
    for shim in shims(entry):
        first, then = _root(shim.imports), _root(shim.fallback)
        if "" not in (first, then) and _ORDER.index(first) < _ORDER.index(then):
            yield Fault(
                alive,
                f"`{first}` is tried before `{then}`: where both are installed, the older one wins",
                shim.module.site(shim.node),
                hint=f"try `{then}` first",
            )


def _root(imports: tuple[Imported, ...]) -> str:
    """The newest root that is imported from; empty if there is none of those that are replaced."""
    roots = {imported.module.partition(".")[0] for imported in imports}
    return next((root for root in reversed(_ORDER) if root in roots), "")
