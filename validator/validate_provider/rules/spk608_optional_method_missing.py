"""SPK608: the implementation has no answer to a request that few providers can serve."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.place import site_of
from validate_provider.rules.protocol import is_optional, partition
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.wording import listed
from validate_provider.source.provider import Provider


@provider_rule(Severity.ADVICE, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """The implementation has no answer to a request that few providers can serve.

    `rerank`, `openai_chat_completions_with_reasoning` and the `anthropic_...` methods came to
    inference one by one. A class without them serves everything else; a request for them ends
    in an AttributeError instead of the NotImplementedError that the protocol's own body raises.

    Wrong, in `inference.py`:

        class AcmeInferenceAdapter(NeedsRequestProviderData):

    Right:

        class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider):
    """
    for line, standings in provider.standings:
        absent = [
            (standing.mask & alive, standing.method)
            for standing in standings
            if standing.mask & alive
            and standing.found is None
            and not standing.never_called
            and not line.unknown
            and is_optional(provider.api, standing.method)
        ]
        title, site = line.classes[0].title, site_of(line.classes[0], provider)
        for mask, names in partition(absent):
            yield Fault(
                mask,
                f"`{title}` lacks {listed(names)}; only a request for that fails",
                site,
                hint="inherit from the protocol, which answers for it, or define it",
            )
