"""The contract as its readers see it: one object that answers with sets of releases."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.calls import Call, parse_call
from validate_provider.contract.definitions import ClassTable, Definitions, Lineage, add_variant
from validate_provider.contract.loader import LoaderFacts
from validate_provider.contract.names import ROOTS, Bound, ImportTable, StarImport
from validate_provider.contract.releases import read_timeline
from validate_provider.contract.signatures import Method

SHIPPED = Path(__file__).parent / "data"


class Contract:
    """What every known release of the stack expects of a provider.

    A set of releases is an int of bits, see `timeline`. Nothing is read from disk before it is
    asked for, but the list of releases. Every method raises ContractError if the data it needs
    can't be read.
    """

    def __init__(self, folder: Path) -> None:
        self.timeline = read_timeline(BlockFile(folder / "releases.txt"))
        self._names = ImportTable(folder / "names", self.timeline)
        self._definitions = Definitions(folder / "definitions", self.timeline)
        self._loader = LoaderFacts(BlockFile(folder / "loader.txt"), self.timeline)
        self._requirements = BlockFile(folder / "requires.txt")
        self._methods: dict[str, Mapping[str, tuple[tuple[int, Method], ...]]] = {}
        self._calls: dict[str, Mapping[str, tuple[tuple[int, Call], ...]]] = {}
        self._required: dict[str, tuple[tuple[int, str], ...]] = {}

    # The import table.

    def is_stack(self, dotted: str) -> bool:
        """Tell whether a dotted name belongs to the stack or its API package, in any release."""
        return dotted.partition(".")[0] in ROOTS

    def module(self, dotted: str) -> int:
        """Return the releases in which this module (or package) of the stack exists."""
        return self._names.exists(dotted)

    def open(self, module: str) -> int:
        """Return the releases in which MODULE may have any name: absence can't be told."""
        return self._names.open(module)

    def name(self, module: str, name: str) -> tuple[Bound, ...]:
        """Return what `from MODULE import NAME` binds.

        Re-exports and star imports are followed to the definition. The sets are disjoint; a
        release in none of them does not have the name (or MODULE is `open` there).
        """
        return self._names.name(module, name)

    def names(self, module: str) -> Mapping[str, int]:
        """Return every name of MODULE, but for its submodules: what a typo may have meant."""
        return MappingProxyType(self._names.names(module))

    def taken(self, module: str, origin: str) -> Mapping[str, int]:
        """Return every name that MODULE itself takes by `from ORIGIN import NAME`."""
        return MappingProxyType(self._names.taken(module, origin))

    def star(self, module: str) -> StarImport:
        """Return what `from MODULE import *` binds, and in which releases it fails."""
        return self._names.star(module)

    # Classes and functions.

    def class_table(self, dotted: str) -> ClassTable | None:
        """Return the class that DOTTED (defining module and name) is; None if not recorded.

        A class without a table is not one without methods: it is one we know nothing of.
        """
        return self._definitions.class_table(dotted)

    def lineages(self, dotted: str, mask: int) -> list[tuple[int, Lineage]]:
        """Return the method resolution order of a class, for each part of MASK where it differs."""
        return self._definitions.lineages(dotted, mask)

    def function(self, dotted: str) -> tuple[tuple[int, Method], ...]:
        """Return the signatures of a module-level function; empty if not recorded."""
        return self._definitions.function(dotted)

    def default_of(self, dotted: str) -> tuple[tuple[int, str], ...]:
        """Return the default (its text) of a field annotated with this type alias, if it has one.

        `llama_stack.providers.utils.kvstore.config.KVStoreConfig` is one in llama-stack 0.2.x.
        """
        return self._definitions.default_of(dotted)

    # The loader.

    def apis(self) -> Mapping[str, int]:
        """Return each member name of the enum `Api`."""
        return self._loader.apis()

    def providable(self) -> Mapping[str, int]:
        """Return each API that a provider may be configured for."""
        return self._loader.providable()

    def routed_by(self, api: str) -> tuple[tuple[int, str], ...]:
        """Return the routing table API that stands before the providers of API."""
        return self._loader.texts(api, "routed-by")

    def protocol(self, api: str) -> tuple[tuple[int, str], ...]:
        """Return the class that the loader checks a provider of API against."""
        return self._loader.texts(api, "protocol")

    def private_protocol(self, api: str) -> tuple[tuple[int, str], ...]:
        """Return the class of what the routing table of API calls on its providers."""
        return self._loader.texts(api, "private-protocol")

    def methods(self, api: str) -> Mapping[str, tuple[tuple[int, Method], ...]]:
        """Return the methods of the protocol of API, inherited ones included."""
        if api not in self._methods:
            found: dict[str, list[tuple[int, Method]]] = {}
            for mask, dotted in self.protocol(api):
                for name, variants in self._definitions.methods(dotted, mask).items():
                    for scope, method in variants:
                        add_variant(found.setdefault(name, []), scope, method)
            self._methods[api] = {name: tuple(variants) for name, variants in found.items()}
        return MappingProxyType(self._methods[api])

    def checked(self, api: str) -> Mapping[str, int]:
        """Return each method of the protocol that the loader looks at when it loads a provider."""
        return self._loader.names(api, "checked")

    def startup_hooks(self, api: str) -> Mapping[str, int]:
        """Return each method that the starting server calls on every provider, unguarded."""
        return self._loader.names(api, "start-up")

    def registration_hooks(self, api: str) -> Mapping[str, int]:
        """Return each method that is called when a resource of API comes or goes.

        A resource is a model, a vector store, a tool group: one listed in the run config comes
        while the server starts.
        """
        found = dict(self._loader.names(api, "registers"))
        for name, mask in self._loader.names(api, "unregisters").items():
            found[name] = found.get(name, 0) | mask
        return MappingProxyType(found)

    def resources(self, api: str) -> Mapping[str, int]:
        """Return the keys of a run config that list what the routing table of API registers.

        They stand at the top of it, or below `registered_resources` (the flag of that name).
        """
        return self._loader.names(api, "resources")

    def calls(self, api: str) -> Mapping[str, tuple[tuple[int, Call], ...]]:
        """Return how each method of a provider of API is called by what stands before it.

        That is the router and the routing table, or the routes of an API that has neither; what
        they don't call is not in it, nor are calls by a route that is made after the provider's
        own signature (flag `dynamic-routes`).
        """
        if api not in self._calls:
            found: dict[str, list[tuple[int, Call]]] = {}
            for mask, text in self._loader.texts(api, "calls"):
                name, call = parse_call(text)
                found.setdefault(name, []).append((mask, call))
            self._calls[api] = {name: tuple(calls) for name, calls in found.items()}
        return MappingProxyType(self._calls[api])

    def attributes_set(self, api: str) -> Mapping[str, int]:
        """Return each attribute that the routing table sets on a provider while it starts."""
        return self._loader.names(api, "sets")

    def digests(self) -> Iterator[tuple[int, str, str]]:
        """Yield (releases, loader function, fingerprint of what it does)."""
        return self._loader.digests()

    def flag(self, name: str) -> int:
        """Return the releases in which the loader does what NAME says (docs/contract.md)."""
        return self._loader.flag(name)

    def flags(self) -> Mapping[str, int]:
        """Return all flags of the loader."""
        return self._loader.flags()

    def requires(self, package: str) -> tuple[tuple[int, str], ...]:
        """Return what PACKAGE (`server` or `api`) declares as its requirements, as written."""
        if package not in self._required:
            facts = self._requirements.block(package)
            self._required[package] = tuple((self.timeline.parse(s), text) for s, text in facts)
        return self._required[package]


def load(folder: Path | None = None) -> Contract:
    """Open the contract shipped with this package, or another one in FOLDER.

    Raises:
        ContractError: The list of releases can't be read.
    """
    return Contract(folder or SHIPPED)
