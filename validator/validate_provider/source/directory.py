"""A provider as a YAML file of `external_providers_dir` describes it."""

from functools import cached_property
from pathlib import Path

from validate_provider.contract import Contract
from validate_provider.source.documents import KINDS
from validate_provider.source.entry import Entry
from validate_provider.source.project import Package, Project
from validate_provider.source.provider import Provider
from validate_provider.source.reader import Reader
from validate_provider.source.spec import Spec
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Instance,
    Item,
    Sequence,
    Site,
    StackClass,
    StackObject,
    Unknown,
)
from validate_provider.source.yaml_file import Listing, Mapping, Node, Scalar, YamlFile

_HOMES = ("llama_stack.providers.datatypes", "llama_stack_api", "ogx_api")
_SPEC_CLASS = {"remote": "RemoteProviderSpec", "inline": "InlineProviderSpec"}
_ADAPTER_KEYS = ("adapter_type", "config_class", "module", "pip_packages")


class SpecFile:
    """One YAML file below `external_providers_dir`.

    Attributes:
        root: The folder that `external_providers_dir` names.
        yaml: What stands in the file.
        contract: What each release does with it.
        releases: The releases in question.
    """

    def __init__(
        self, root: Path, path: Path, shown_from: Path, contract: Contract, releases: int
    ) -> None:
        """Read a file that lies somewhere below `root`."""
        self.root = root
        self.yaml = YamlFile(path, shown_from)
        self.contract = contract
        self.releases = releases
        self._parts = path.relative_to(root).parts

    @property
    def in_place(self) -> bool:
        """Whether it lies where a stack looks: `remote/<api>/<name>.yaml`."""
        levels = len(("kind", "api", "name"))
        return len(self._parts) == levels and self._parts[0] in KINDS

    @property
    def kind(self) -> str:
        """`remote` or `inline`: the first folder; empty if it is neither."""
        return self._parts[0] if self._parts[0] in KINDS else ""

    @property
    def api(self) -> str:
        """The folder that the loader takes for the API, or would if the file lay in place."""
        folders = [part for part in self._parts[:-1] if part not in KINDS]
        known = [folder for folder in folders if folder in self.contract.apis()]
        return (known or folders or [""])[0]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.yaml.path.stem

    @property
    def provider_type(self) -> str:
        """What a run config must call the provider: the kind and the file's name."""
        return f"{self.kind or 'remote'}::{self.name}"

    @property
    def read_in(self) -> int:
        """The releases that open the file."""
        if not self.in_place or self.yaml.path.suffix != ".yaml":
            return 0
        there = self.contract.providable().get(self.api, 0)
        return self.contract.flag("directory-path") & there & self.releases

    @property
    def nested(self) -> int:
        """The releases that expect a remote spec under `adapter:`."""
        return self.contract.flag("adapter-yaml") if self.kind == "remote" else 0

    @property
    def flat(self) -> int:
        """The releases that hand the file's keys to the spec class as they are."""
        return self.contract.flag("flat-yaml")

    @property
    def top(self) -> Mapping | None:
        """The file's mapping; None if it holds something else."""
        return self.yaml.root if isinstance(self.yaml.root, Mapping) else None

    @property
    def adapter(self) -> Mapping | None:
        """The mapping under `adapter:`; None if there is none."""
        found = self.top.get("adapter") if self.top else None
        return found if isinstance(found, Mapping) else None

    def described_in(self, mask: int) -> Mapping | None:
        """The mapping that holds `module` and `config_class`, for releases that agree on it."""
        return self.adapter if mask & self.nested else self.top

    def spec_class(self, mask: int) -> list[tuple[int, str]]:
        """The class that the loader makes a spec of, by its home in each release."""
        name = _SPEC_CLASS[self.kind]
        return [
            (bound.mask & mask, bound.target)
            for home in _HOMES
            for bound in self.contract.name(home, name)
            if bound.mask & mask
        ]

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules that the file says implement the provider, `adapter:` first."""
        found = []
        for mapping in (self.adapter, self.top):
            node = mapping.get("module") if mapping else None
            if isinstance(node, Scalar) and isinstance(node.value, str) and node.value:
                found.append(node.value)
        return tuple(dict.fromkeys(found))


class FileEntry(Entry):
    """The way in through a file: it says what `get_provider_spec` would."""

    def __init__(
        self, file: SpecFile, alive: int, package: Package, project: Project, reader: Reader
    ) -> None:
        """Take the spec from `file`, in the releases of `alive`, and the rest from the package."""
        super().__init__(package, project, reader)
        self._file = file
        self._alive = alive

    @property
    def start(self) -> Site:
        """Where a finding on the provider as a whole stands."""
        return self._file.yaml.start

    def site_of_function(self) -> Site:
        """Where the spec is told."""
        return self._file.yaml.start

    @cached_property
    def specs(self) -> tuple[Spec, ...]:
        """The spec that the loader would make, in the releases that come so far."""
        found = []
        nested = self._alive & self._file.nested
        if nested and self._file.adapter is not None:
            found.append(_nested_spec(self._file, nested))
        for mask, home in self._file.spec_class(self._alive & ~nested):
            if self._file.top is not None:
                found.append(_flat_spec(self._file, self._file.top, mask, home))
        return tuple(found)

    @property
    def provider(self) -> Provider:
        """The provider, under the name that the loader registers it by."""
        file = self._file
        return Provider(file.provider_type, file.api, self, self.specs, self._alive)


def _nested_spec(file: SpecFile, mask: int) -> Spec:
    """The spec of a file with `adapter:`; of the rest only `api_dependencies` is read."""
    top, adapter = file.top, file.adapter
    fields: dict[str, Cases] = {}
    sites: dict[str, Site] = {}
    for mapping, keys in ((adapter, _ADAPTER_KEYS), (top, ("api_dependencies",))):
        for key in keys:
            node = mapping.get(key) if mapping else None
            if node is not None:
                fields[key] = (Case(mask, _value(node)),)
                sites[key] = node.site
    # An AdapterSpec without `module` has the empty string.
    fields.setdefault("module", (Case(mask, Constant("")),))
    given = Arguments((), fields, sites, exact=True)
    instance = Instance(StackObject("remote_provider_spec"), given, file.yaml.start)
    return Spec(mask, "remote", instance, None, fields, exact=True)


def _flat_spec(file: SpecFile, top: Mapping, mask: int, home: str) -> Spec:
    fields: dict[str, Cases] = {}
    sites: dict[str, Site] = {}
    for key in top.names():
        node = top.get(key)
        if node is not None:
            fields[key] = (Case(mask, _value(node)),)
            sites[key] = node.site
    instance = Instance(StackClass(home), Arguments((), fields, sites, exact=True), top.site)
    return Spec(mask, file.kind, instance, None, fields, exact=True)


def _value(node: Node) -> Constant | Sequence | Unknown:
    match node:
        case Scalar(value):
            return Constant(value)
        case Listing(items):
            everywhere = -1
            return Sequence("list", tuple(Item(everywhere, _value(item)) for item in items))
        case Mapping():
            return Unknown("a mapping", node.site)
