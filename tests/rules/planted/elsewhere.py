"""The same faults in packages for other releases."""

from tests.rules.mutation import GUIDE, GUIDE_RELEASES, OGX, OGX_RELEASES, Mutation
from tests.rules.planted import config, entry, factory, registry, spec

_ANYWHERE = (
    "no provider module",
    "a missing module of one's own",
    "an annotation that nothing defines",
    "the function misspelt",
    "the function wants an argument",
    "an async function",
    "a module of another name",
    "the config class misspelt",
    "the config class without a module",
    "the config class by a relative path",
    "the other factory",
    "a factory of one argument",
    "a factory without async",
    "a factory without return",
    "wrong arguments for the adapter",
    "a call of a method that is not there",
    "an undeclared dependency",
    "nothing but slots",
)
_WITH_A_FLAT_SPEC = (
    "a name that is not there",
    "an api that was removed",
    "an error of its own",
    "no return",
    "no provider type",
    "no adapter type",
    "no module",
    "a string for a list",
    "an unknown dependency",
    "a deprecation error left in",
    "an api of the stack's own",
)
_ALL = {
    **entry.PLANTED,
    **spec.PLANTED,
    **registry.PLANTED,
    **config.PLANTED,
    **factory.PLANTED,
}


def _on_guide(mutation: Mutation) -> Mutation:
    return mutation._replace(target=GUIDE, releases=GUIDE_RELEASES)


def _on_ogx(mutation: Mutation) -> Mutation:
    def renamed(text: str) -> str:
        text = text.replace("llama_stack_provider", "ogx_provider")
        return text.replace("llama_stack_api", "ogx_api")

    old, new = mutation.also
    return mutation._replace(
        old=renamed(mutation.old),
        new=renamed(mutation.new),
        says=renamed(mutation.says),
        also=(renamed(old), renamed(new)),
        target=OGX,
        releases=OGX_RELEASES,
    )


PLANTED: dict[str, Mutation] = {
    **{f"{name}, early": _on_guide(_ALL[name]) for name in _ANYWHERE},
    **{f"{name}, on ogx": _on_ogx(_ALL[name]) for name in (*_ANYWHERE, *_WITH_A_FLAT_SPEC)},
}
