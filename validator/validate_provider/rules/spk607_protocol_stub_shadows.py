"""SPK607: the protocol stands before the base that implements a method, and hides it."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.protocol import partition
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.classes import Line
from validate_provider.source.provider import Provider
from validate_provider.source.standing import Standing
from validate_provider.source.values import StackClass


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The protocol stands before the base that implements a method, and hides it.

    In `class Adapter(Inference, SomeMixin)` Python finds the empty method of the protocol
    first. Every release's loader accepts that; the method does nothing and returns None.

    Wrong, in `inference.py`:

        class Embeddings:
            async def openai_embeddings(self, given: Any) -> Any:
                return given


        class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider, Embeddings):

    Right:

        class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider):
    """
    for line, standings in provider.standings:
        hidden = [
            (standing.mask & alive, standing.method)
            for standing in standings
            if standing.mask & alive and _is_hidden(standing)
        ]
        title, site = line.classes[0].title, site_of(line.classes[0], provider)
        for mask, names in partition(hidden):
            yield Fault(
                mask,
                f"`{title}` takes {listed(names)} from the protocol, where it does nothing, "
                f"not from {_implements(line, standings, names[0])}",
                site,
                hint="name the protocol after the bases that implement it",
            )


def _is_hidden(standing: Standing) -> bool:
    found = standing.found
    return (
        found is not None
        and isinstance(found.owner, StackClass)
        and found.body == "stub"
        and any(owner.body == "real" for owner in standing.owners[1:])
    )


def _implements(line: Line, standings: tuple[Standing, ...], method: str) -> str:
    """The class whose method is hidden."""
    for standing in standings:
        if standing.method == method and _is_hidden(standing):
            owner = next(owner for owner in standing.owners[1:] if owner.body == "real")
            return f"`{owner.owner.title}`"
    return f"a base of `{line.classes[0].title}`"
