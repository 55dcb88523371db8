"""One provider of a package: its spec, config class, factory and implementation."""

from functools import cached_property

from validate_provider.contract import Contract
from validate_provider.record import Record
from validate_provider.source.classes import AnyClass, Line, lines
from validate_provider.source.entry import Entry
from validate_provider.source.frame import Frame
from validate_provider.source.modules import SourceModule
from validate_provider.source.reader import Reader
from validate_provider.source.spec import Spec
from validate_provider.source.standing import Standing, standings
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Coroutine,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    OwnModule,
    Partial,
    Raised,
    Site,
    StackClass,
    StackModule,
    Unknown,
    covered,
    joined,
    narrowed,
)

ADAPTER_FACTORY = "get_adapter_impl"
INLINE_FACTORY = "get_provider_impl"


class Lookup(Record):
    """The outcome of importing a module and taking a name from it."""

    cases: Cases
    raised: tuple[Raised, ...]
    """What importing the module raises."""
    missing: int
    """The releases in which the module is there and the name is not."""


class Provider:
    """One provider, under the type and API that a run config names it by.

    Attributes:
        provider_type: `remote::acme`; `?` if it could not be read.
        api: The name of the API it implements; `?` if it could not be read.
        entry: The package's way in.
        specs: The specs that say so, each in its releases.
        mask: The releases in which the package returns it.
        way: Which of several implementations is looked at; None if all are at once.
    """

    def __init__(
        self,
        provider_type: str,
        api: str,
        entry: Entry,
        specs: tuple[Spec, ...],
        mask: int,
        way: int | None = None,
    ) -> None:
        """Group `specs` under one name; nothing is followed before it is asked for."""
        self.provider_type = provider_type
        self.api = api
        self.entry = entry
        self.specs = specs
        self.mask = mask
        self.way = way

    @property
    def name(self) -> str:
        """What a person would call it in a run config: the end of its type."""
        return self.provider_type.rpartition(":")[2]

    @property
    def reader(self) -> Reader:
        """What reads the package."""
        return self.entry.reader

    @property
    def contract(self) -> Contract:
        """What each release holds and expects."""
        return self.reader.contract

    @property
    def remote(self) -> int:
        """The releases that look for `get_adapter_impl`: the spec's class decides, no prefix."""
        return self._of_kind("remote")

    def _of_kind(self, kind: str) -> int:
        mask = 0
        for spec in self.specs:
            if spec.kind == kind:
                mask |= spec.mask
        return mask & self.mask

    @property
    def perhaps(self) -> tuple[tuple[int, str], ...]:
        """Where it can't be told whether the package returns it, and why."""
        sure = 0
        for spec in self.specs:
            sure |= 0 if spec.perhaps else spec.mask
        masks = ((spec.mask & self.mask & ~sure, spec.perhaps) for spec in self.specs)
        return tuple((mask, why) for mask, why in masks if mask and why)

    def field(self, name: str, mask: int) -> Cases:
        """A field of the spec, in the releases of `mask`."""
        return joined([case for spec in self.specs for case in spec.field(name, mask & self.mask)])

    def site(self, name: str, mask: int) -> Site:
        """Where a field is given in the releases of `mask`."""
        for spec in self.specs:
            if spec.mask & mask:
                return spec.site(name)
        return self.entry.site_of_function()

    def texts(self, name: str, mask: int) -> list[tuple[int, str]]:
        """A field's values where they are strings."""
        return [
            (case.mask, case.value.value)
            for case in self.field(name, mask)
            if isinstance(case.value, Constant) and isinstance(case.value.value, str)
        ]

    def look_up(self, module: str, name: str, mask: int, site: Site) -> Lookup:
        """Import a module and take a name from it, as the loader does with `getattr`."""
        trunk = self._trunk()
        if trunk is None:
            return Lookup((), (), mask)
        frame = Frame(trunk, mask)
        if self._relative(module):
            top = module.partition(".")[0]
            message = f"No module named '{top}'"
            frame.fail(
                Raised(mask, "ModuleNotFoundError", message, site, certain=True, subject=top)
            )
        modules = self.reader.import_module(module, frame, mask, site)
        found: list[Case] = []
        for case in modules:
            match case.value:
                case OwnModule(own):
                    found.extend(self.reader.attributes(own, name, case.mask)[0])
                case StackModule(dotted):
                    found.extend(self.reader.stack_name(dotted, name, case.mask))
                case External(dotted):
                    found.append(Case(case.mask, External(f"{dotted}.{name}")))
                case _:
                    found.append(case)
        cases = narrowed(joined(found), frame.alive)
        return Lookup(cases, tuple(frame.raised), covered(modules) & ~covered(cases))

    def _relative(self, module: str) -> bool:
        """Whether a module is named as if the package's folder were on the path."""
        reader = self.reader
        foreign = not reader.contract.is_stack(module) and not reader.sources.owns(module)
        inside = reader.sources.module(f"{self.entry.package.dotted}.{module}")
        return foreign and inside is not None

    def _trunk(self) -> SourceModule | None:
        return self.reader.sources.module(self.entry.package.dotted)

    @cached_property
    def implementation_module(self) -> tuple[tuple[int, str], ...]:
        """`module` of the spec, where it is a string that is not empty."""
        return tuple((mask, text) for mask, text in self.texts("module", self.mask) if text)

    @cached_property
    def config_class(self) -> tuple[tuple[int, str, Lookup], ...]:
        """For each `config_class` string with a dot in it: what it leads to."""
        found = []
        for mask, text in self.texts("config_class", self.mask):
            module, _, name = text.rpartition(".")
            if module:
                site = self.site("config_class", mask)
                found.append((mask, text, self.look_up(module, name, mask, site)))
        return tuple(found)

    @cached_property
    def factory(self) -> tuple[tuple[int, str, str, Lookup], ...]:
        """For each module and factory name that the loader looks for: what it finds."""
        found = []
        for mask, module in self.implementation_module:
            for part, name in (
                (mask & self.remote, ADAPTER_FACTORY),
                (mask & ~self.remote, INLINE_FACTORY),
            ):
                if part:
                    site = self.site("module", part)
                    found.append((part, module, name, self.look_up(module, name, part, site)))
        return tuple(found)

    @cached_property
    def factories(self) -> Cases:
        """The factory functions, in the releases in which they are found."""
        return joined([case for *_, lookup in self.factory for case in lookup.cases])

    @cached_property
    def _made(self) -> tuple[Cases, tuple[Raised, ...]]:
        cases: list[Case] = []
        raised: list[Raised] = []
        for case in self.factories:
            if isinstance(case.value, OwnFunction | Partial):
                made, failures = self.reader.call(
                    case.value, self._arguments(case.value, case.mask), case.mask, running=True
                )
                cases.extend(made)
                raised.extend(failures)
        return joined(cases), tuple(raised)

    def _arguments(self, factory: OwnFunction | Partial, mask: int) -> tuple[Cases, ...]:
        """A config object, and dependencies nobody knows."""
        site = self.site("module", mask)
        configs: list[Case] = []
        for _mask, _text, lookup in self.config_class:
            for case in narrowed(lookup.cases, mask):
                if isinstance(case.value, OwnClass | StackClass):
                    unread = Arguments((), {}, {}, exact=False)
                    made = Instance(case.value, unread, site)
                    configs.append(Case(case.mask, made))
        rest = mask & ~covered(tuple(configs))
        if rest:
            configs.append(Case(rest, Unknown("the config", site)))
        count = 2
        if isinstance(factory, OwnFunction):
            taken = factory.node.args
            count = len(taken.posonlyargs) + len(taken.args)
            count = max(count, 2) if taken.vararg else count
        others = (Case(mask, Unknown("what the stack passes in", site)),)
        return (joined(configs), *(others for _ in range(count - 1)))

    @property
    def made(self) -> Cases:
        """What the factory returns, a coroutine where it is `async`."""
        return self._made[0]

    @property
    def factory_failures(self) -> tuple[Raised, ...]:
        """What the factory raises on every call."""
        return self._made[1]

    @cached_property
    def returned(self) -> Cases:
        """What the loader gets when it has awaited the factory."""
        results: list[Case] = []
        for case in self.made:
            inner = case.value.value if isinstance(case.value, Coroutine) else (case,)
            for one in narrowed(inner, case.mask):
                value = one.value
                if self.way is not None and isinstance(value, Unknown) and value.ways:
                    value = value.ways[self.way % len(value.ways)]
                results.append(Case(one.mask, value))
        return tuple(results)

    @property
    def ways(self) -> "tuple[Provider, ...]":
        """The provider, once for each implementation that its factory may return."""
        most = max(
            (len(c.value.ways) for c in self.returned if isinstance(c.value, Unknown)), default=0
        )
        if not most:
            return (self,)
        named = (self.provider_type, self.api, self.entry, self.specs, self.mask)
        return tuple(Provider(*named, way) for way in range(most))

    @cached_property
    def implementation(self) -> tuple[tuple[int, AnyClass], ...]:
        """The class of the object that the factory returns, where it can be told."""
        return tuple(
            (result.mask, result.value.of)
            for result in self.returned
            if isinstance(result.value, Instance)
            and isinstance(result.value.of, OwnClass | StackClass)
        )

    @cached_property
    def implementation_lines(self) -> tuple[Line, ...]:
        """The implementation's order of lookup, for each set of releases that has its own."""
        return tuple(
            line for mask, cls in self.implementation for line in lines(cls, mask, self.contract)
        )

    @cached_property
    def standings(self) -> tuple[tuple[Line, tuple[Standing, ...]], ...]:
        """How each order of lookup stands against the protocol of the API."""
        return tuple(
            (line, tuple(standings(self.api, line, self.contract)))
            for line in self.implementation_lines
        )


def providers_of(entry: Entry) -> tuple[Provider, ...]:
    """The providers that a package returns, each under its type and API."""
    grouped: dict[tuple[str, str], list[Spec]] = {}
    masks: dict[tuple[str, str], int] = {}
    for spec in entry.specs:
        rest = spec.mask
        for type_mask, provider_type in spec.texts("provider_type", spec.mask):
            for api_mask, api in spec.texts("api", type_mask):
                key = (provider_type, api)
                grouped.setdefault(key, []).append(spec)
                masks[key] = masks.get(key, 0) | api_mask
                rest &= ~api_mask
        if rest:
            key = ("?", "?")
            grouped.setdefault(key, []).append(spec)
            masks[key] = masks.get(key, 0) | rest
    return tuple(
        Provider(provider_type, api, entry, tuple(specs), masks[provider_type, api])
        for (provider_type, api), specs in grouped.items()
    )
