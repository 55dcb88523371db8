"""A run config, or a build config of llama-stack 0.2 and 0.3, and the providers that it names."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from validate_provider.contract import Contract
from validate_provider.record import Record, replace
from validate_provider.source.documents import Tree, tree_in
from validate_provider.source.provider import Provider
from validate_provider.source.spec import Spec, api_names, specs_in
from validate_provider.source.values import Case, Constant, EnumMember, Instance, Sequence, Site
from validate_provider.source.yaml_file import Listing, Mapping, Node, Scalar, YamlFile, plain

if TYPE_CHECKING:
    from validate_provider.source.entry import Entry

_DISABLED = (None, "", "__disabled__")


class Section(Record):
    """The providers of one API."""

    api: str
    site: Site
    nodes: tuple[Node, ...]
    listed: bool
    """Whether they stand in a list, as they must."""


class RunConfig:
    """A config as a file holds it.

    Attributes:
        yaml: The file.
        contract: What each release does with it.
        releases: The releases in question.
        build: Whether it is a build config.
        at_hand: The entries whose packages are here.
    """

    def __init__(self, yaml: YamlFile, contract: Contract, releases: int) -> None:
        """Take a file that holds `providers:` or `distribution_spec:`, or can't be read."""
        self.yaml = yaml
        self.contract = contract
        self.releases = releases
        self.at_hand: list[ConfigEntry] = []
        self.build = self.top is not None and "distribution_spec" in self.top.entries

    @property
    def top(self) -> Mapping | None:
        """The file's mapping; None if it holds something else."""
        return self.yaml.root if isinstance(self.yaml.root, Mapping) else None

    @property
    def takes(self) -> int:
        """The releases that know this kind of config."""
        return self.contract.flag("build-config") if self.build else -1

    @property
    def title(self) -> str:
        """What it is, for people."""
        return "build config" if self.build else "run config"

    @property
    def providers(self) -> Node | None:
        """What stands under `providers:`."""
        holder = self.top
        if self.build and holder is not None:
            inner = holder.get("distribution_spec")
            holder = inner if isinstance(inner, Mapping) else None
        return holder.get("providers") if holder else None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The providers of each API, in the order of the file."""
        found = []
        if isinstance(self.providers, Mapping):
            for key, (site, node) in self.providers.entries.items():
                nodes = node.items if isinstance(node, Listing) else (node,)
                found.append(Section(str(key), site, nodes, isinstance(node, Listing)))
        return tuple(found)

    def text(self, key: str) -> Scalar | None:
        """A scalar at the top of the file."""
        node = self.top.get(key) if self.top else None
        return node if isinstance(node, Scalar) else None

    @property
    def apis(self) -> tuple[str, ...]:
        """What `apis:` lists; empty if it lists nothing, which means everything."""
        listed = plain(self.top.get("apis")) if self.top else None
        return tuple(str(api) for api in listed) if isinstance(listed, list) else ()

    def entries(self) -> Iterator["ConfigEntry"]:
        """The providers that are not the stack's own; one of no name for a file without sense."""
        if not isinstance(self.providers, Mapping):
            nowhere = Section("?", self.yaml.start, (), listed=True)
            yield ConfigEntry(self, nowhere, 0, Mapping({}, self.yaml.start))
        for section in self.sections:
            for index, node in enumerate(section.nodes):
                if isinstance(node, Mapping) and plain(node.get("module")) is not None:
                    yield ConfigEntry(self, section, index, node)

    @property
    def external_dir(self) -> str:
        """What `external_providers_dir` says; empty if nothing."""
        node = self.text("external_providers_dir")
        return node.value if node is not None and isinstance(node.value, str) else ""

    def trees(self) -> Iterator[Tree]:
        """The tree that `external_providers_dir` names, if it is here."""
        folder = self.yaml.path.parent / self.external_dir
        found = tree_in(folder) if self.external_dir and folder.is_dir() else None
        if found:
            yield found

    def enabled(self, api: str) -> bool:
        """Whether a provider of an API is configured."""
        return any(
            not isinstance(node, Mapping) or plain(node.get("provider_id")) not in _DISABLED
            for section in self.sections
            if section.api == api
            for node in section.nodes
        )


class ConfigEntry:
    """One provider of a config that a package of its own implements.

    Attributes:
        config: The config.
        section: The API it stands under.
        package: What the package at hand says; None if it is not here.
    """

    def __init__(self, config: RunConfig, section: Section, index: int, node: Mapping) -> None:
        """Take the entry number `index` of a section."""
        self.config = config
        self.section = section
        self.node = node
        self.package: Entry | None = None
        self._index = index

    @property
    def contract(self) -> Contract:
        """What each release does."""
        return self.config.contract

    @property
    def api(self) -> str:
        """The API it stands under."""
        return self.section.api

    @property
    def path(self) -> str:
        """Where pydantic says that it is: `providers.inference.0`."""
        start = "distribution_spec." if self.config.build else ""
        return f"{start}providers.{self.api}.{self._index}"

    @property
    def module(self) -> str:
        """What `module:` says; empty if it is no text."""
        value = plain(self.node.get("module"))
        return value if isinstance(value, str) else ""

    @property
    def package_name(self) -> str:
        """What the loader takes for the package: all before `==`."""
        return self.module.partition("==")[0]

    @property
    def provider_type(self) -> str:
        """The type it is configured as; `?` if it has none."""
        value = plain(self.node.get("provider_type"))
        return value if isinstance(value, str) else "?"

    @property
    def provider_id(self) -> str:
        """Its name in the stack's messages."""
        value = plain(self.node.get("provider_id"))
        return value if isinstance(value, str) else self.provider_type.rpartition(":")[2]

    @property
    def disabled(self) -> bool:
        """Whether it is imported, but never made."""
        return "provider_id" in self.node.entries and plain(self.node.get("provider_id")) in (
            _DISABLED
        )

    @property
    def values(self) -> Mapping | None:
        """Its config; None if it has none."""
        node = self.node.get("config")
        return node if isinstance(node, Mapping) else None

    def site(self, key: str) -> Site:
        """Where a value stands, or the entry if it is not there."""
        node = self.node.get(key)
        return node.site if node is not None else self.node.site

    @cached_property
    def specs(self) -> tuple[Spec, ...]:
        """The specs that the loader registers for it, each in its releases.

        One spec is taken whatever its type and API are; of a list, the last one of this type.
        """
        found: list[Spec] = []
        for case in self.package.returned if self.package else ():
            match case.value:
                case Instance():
                    found.extend(specs_in(case.value, case.mask, self.contract))
                case Sequence("list"):
                    found.extend(self._of_list(case))
        return tuple(found)

    def _of_list(self, case: Case) -> list[Spec]:
        found: list[Spec] = []
        rest = case.mask
        items = case.value.items if isinstance(case.value, Sequence) else ()
        for item in reversed(items):
            if not isinstance(item.value, Instance):
                continue
            for spec in specs_in(item.value, item.mask & rest, self.contract):
                for mask, text in spec.texts("provider_type", spec.mask):
                    if text == self.provider_type:
                        found.append(replace(spec, mask=mask))
                        rest &= ~mask
        return found

    @cached_property
    def providers(self) -> "tuple[Configured, ...]":
        """What it comes to: one for each API that the specs name."""
        grouped: dict[str, list[Spec]] = {}
        masks: dict[str, int] = {}
        for spec in self.specs:
            rest = spec.mask
            for mask, api in (*spec.texts("api", spec.mask), (-1, "?")):
                if mask & rest:
                    grouped.setdefault(api, []).append(spec)
                    masks[api] = masks.get(api, 0) | mask & rest
                    rest &= ~mask
        return tuple(Configured(self, api, tuple(grouped[api]), masks[api]) for api in grouped)


def dependencies(entry: ConfigEntry, name: str, alive: int) -> dict[str, int]:
    """The APIs in a field such as `api_dependencies` of an entry's specs, with the releases."""
    found: dict[str, int] = {}
    for provider in entry.providers:
        for case in provider.field(name, alive & provider.mask):
            for item in api_names(case.value):
                match item.value:
                    case EnumMember(_, str(api)) | Constant(str(api)):
                        found[api] = found.get(api, 0) | item.mask & case.mask
    return found


class Configured(Provider):
    """A provider as an entry of a config makes it."""

    def __init__(self, entry: ConfigEntry, api: str, specs: tuple[Spec, ...], mask: int) -> None:
        """Take the specs of one API."""
        if entry.package is None:
            raise ValueError("a provider is configured only from a package that is here")
        provider_type = next(
            (text for spec in specs for _, text in spec.texts("provider_type", spec.mask)), "?"
        )
        super().__init__(provider_type, api, entry.package, specs, mask)
        self._provider_id = entry.provider_id

    @property
    def name(self) -> str:
        """What the stack calls it in its messages."""
        return self._provider_id
