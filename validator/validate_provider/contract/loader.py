"""What the loader of each release does: its APIs, what it checks, how it calls a factory.

`loader.txt` has a block for each API, `api inference`, with the facts

    member inference            it is a member of the enum `Api`, with this value
    providable                  a provider may be configured for it
    routed-by models            its requests go through this routing table
    protocol X                  the class that the loader checks a provider against
    private-protocol X          the class of the calls made by the routing table
    checked a b                 the protocol's methods that the loader really looks at
    start-up c                  methods called without a guard while the server starts
    registers d, unregisters e  methods called when a resource comes or goes
    sets f                      attributes set on the provider by its routing table
    resources models            what a run config lists for its routing table to register
    calls await g(_, h=)        how a router, routing table or route calls a method, see `calls`

a block `flags`, whose facts are listed in docs/contract.md, and a block `digests`: a fingerprint
of each loader function, so that an unknown release is told to load as a known one, or not.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.releases import Timeline

_API = "api "


class LoaderFacts:
    """Answers what the loader does; everything is read at the first question."""

    def __init__(self, file: BlockFile, timeline: Timeline) -> None:
        self._file = file
        self._timeline = timeline
        self._apis: list[str] | None = None
        self._known: dict[str, Mapping[str, tuple[tuple[int, str], ...]]] = {}

    def apis(self) -> Mapping[str, int]:
        """Return each member of the enum `Api` with the releases that have it."""
        return self._apis_with("member")

    def providable(self) -> Mapping[str, int]:
        """Return each API with the releases in which a provider may be configured for it."""
        return self._apis_with("providable")

    def texts(self, api: str, word: str) -> tuple[tuple[int, str], ...]:
        """Return the facts of API that begin with WORD, without it."""
        return self._facts(_API + api).get(word, ())

    def names(self, api: str, word: str) -> Mapping[str, int]:
        """Return the single names in the facts of API that begin with WORD."""
        found: dict[str, int] = {}
        for mask, text in self.texts(api, word):
            for name in text.split():
                found[name] = found.get(name, 0) | mask
        return MappingProxyType(found)

    def flag(self, name: str) -> int:
        """Return the releases for whose loader NAME is true; 0 for a name that is no flag."""
        found = 0
        for mask, _ in self._facts("flags").get(name, ()):
            found |= mask
        return found

    def flags(self) -> Mapping[str, int]:
        """Return every flag."""
        return MappingProxyType({name: self.flag(name) for name in self._facts("flags")})

    def digests(self) -> Iterator[tuple[int, str, str]]:
        """Yield (releases, loader function, fingerprint of its code)."""
        for function, digests in self._facts("digests").items():
            for mask, digest in digests:
                yield mask, function, digest

    def _apis_with(self, word: str) -> Mapping[str, int]:
        if self._apis is None:
            self._apis = [key.removeprefix(_API) for key in self._file if key.startswith(_API)]
        found: dict[str, int] = {}
        for api in self._apis:
            for mask, _ in self.texts(api, word):
                found[api] = found.get(api, 0) | mask
        return MappingProxyType(found)

    def _facts(self, key: str) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """Return the facts of a block by their first word: the releases, and the rest."""
        if key not in self._known:
            facts: dict[str, list[tuple[int, str]]] = {}
            for scope, fact in self._file.block(key):
                word, _, text = fact.partition(" ")
                facts.setdefault(word, []).append((self._timeline.parse(scope), text))
            self._known[key] = {word: tuple(found) for word, found in facts.items()}
        return self._known[key]
