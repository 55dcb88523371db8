"""Reading a YAML file as `yaml.safe_load` would, keeping where each key and value stands.

Nothing in a file can make this run code or take long: tags that would build an object are an
error, as they are for the stack, and there are limits to size, depth and the use of aliases.
Importing this module imports PyYAML.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from validate_provider.finding import Place
from validate_provider.record import Record
from validate_provider.source.values import Site

_LONGEST_FILE = 200_000
"""In bytes; a run config of every provider of a stack has a tenth of that."""
_DEEPEST = 60
_MOST_NODES = 20_000
"""What aliases stand for counts each time."""
_TOO_MUCH = "it holds too much, or is nested too deeply, to be read"
_MERGE = "tag:yaml.org,2002:merge"
_MAPPING = "tag:yaml.org,2002:map"
_SEQUENCE = "tag:yaml.org,2002:seq"


class Scalar(Record):
    """A string, number, date, truth value or nothing."""

    value: object
    site: Site


class Listing(Record):
    """A sequence."""

    items: "tuple[Node, ...]"
    site: Site


class Mapping(Record):
    """A mapping: each key with where it stands, and its value."""

    entries: "dict[object, tuple[Site, Node]]"
    site: Site

    def get(self, key: str) -> "Node | None":
        """The value of a key; None if it is not there."""
        found = self.entries.get(key)
        return found[1] if found else None

    def site_of(self, key: object) -> Site:
        """Where a key stands, or the mapping itself if it is not there."""
        found = self.entries.get(key)
        return found[0] if found else self.site

    def names(self) -> Iterator[str]:
        """The keys that are strings."""
        return (key for key in self.entries if isinstance(key, str))


Node = Scalar | Listing | Mapping


class Broken(Record):
    """Why a file can't be read as YAML: what Python would print, and where."""

    says: str
    site: Site


class _TooMuchError(Exception):
    """The file holds more than a stack's YAML ever does; the text says what."""


class YamlFile:
    """One YAML file.

    Attributes:
        path: The file.
        shown: The path as a person would type it.
        lines: Its lines; empty if it is not UTF-8 or too long.
        root: What stands in it; None if it is empty or could not be read.
        broken: Why `yaml.safe_load` refuses it; None if it does not.
        too_much: Why it was not read although a stack may read it; empty if it was.
    """

    def __init__(self, path: Path, shown_from: Path) -> None:
        """Read the file; whatever is wrong with it is kept, not raised."""
        self.path = path
        shown = path.relative_to(shown_from) if path.is_relative_to(shown_from) else path
        self.shown = shown.as_posix()
        self.lines: list[str] = []
        self.root: Node | None = None
        self.broken: Broken | None = None
        self.too_much = ""
        try:
            self._read()
        except OSError as error:
            says = f"{type(error).__name__}: {error.strerror}: {self.shown}"
            self.broken = Broken(says, self.start)
        except UnicodeDecodeError as error:
            self.broken = Broken(f"UnicodeDecodeError: {error}", self.start)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            site = Site(self.shown, mark.line + 1, mark.column) if mark else self.start
            self.broken = Broken(f"{type(error).__name__}: {error}", site)
        except ValueError as error:
            # A date such as 2024-13-45.
            self.broken = Broken(f"ValueError: {error}", self.start)
        except _TooMuchError as error:
            self.too_much = str(error)

    @property
    def start(self) -> Site:
        """Where a finding on the file as a whole stands."""
        return Site(self.shown, 1, 0)

    def line(self, place: Place) -> str:
        """The line at a place, without its indentation; empty if it is not of this file."""
        if place.path != self.shown or not 0 < place.line <= len(self.lines):
            return ""
        return self.lines[place.line - 1].strip()

    def _read(self) -> None:
        if not self.path.is_file():
            self.too_much = "it is no file that can be read to its end"
            return
        if self.path.stat().st_size > _LONGEST_FILE:
            self.too_much = "it is too long to be read"
            return
        text = self.path.read_bytes().decode("utf-8")
        self.lines = text.splitlines()
        loader = _Loader(text)
        loader.name = self.shown
        try:
            node = loader.get_single_node()
            if node is not None:
                self.root = _Conversion(loader, self.shown).convert(node, 0)
        finally:
            loader.dispose()


class _Loader(yaml.SafeLoader):
    """Composes the tree of a document, but for one that is too deep."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node; PyYAML calls this for each, from within the one around it."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooMuchError(_TOO_MUCH)
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


class _Conversion:
    """Makes our nodes of PyYAML's, and counts them."""

    def __init__(self, loader: _Loader, shown: str) -> None:
        self._loader = loader
        self._shown = shown
        self._count = 0

    def convert(self, node: yaml.Node, depth: int) -> Node:
        """The node with everything in it.

        Raises:
            _TooMuchError: If there is more of it than a stack's YAML ever has.
            yaml.YAMLError: If `safe_load` would raise that.
        """
        self._count += 1
        if self._count > _MOST_NODES or depth > _DEEPEST:
            raise _TooMuchError(_TOO_MUCH)
        site = self._site(node)
        if isinstance(node, yaml.MappingNode) and node.tag == _MAPPING:
            return Mapping(self._entries(node, depth), site)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQUENCE:
            return Listing(tuple(self.convert(item, depth + 1) for item in node.value), site)
        if isinstance(node, yaml.ScalarNode) or node.tag not in self._loader.yaml_constructors:
            # A tag that is not known is refused here.
            return Scalar(self._loader.construct_object(node), site)
        raise _TooMuchError("it holds a set or an ordered mapping, which are not read")

    def _entries(self, node: yaml.MappingNode, depth: int) -> dict[object, tuple[Site, Node]]:
        entries: dict[object, tuple[Site, Node]] = {}
        merged: dict[object, tuple[Site, Node]] = {}
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                merged |= self._merged(node, value_node, depth)
                continue
            key = self.convert(key_node, depth + 1)
            if not isinstance(key, Scalar):
                raise yaml.constructor.ConstructorError(
                    "while constructing a mapping",
                    node.start_mark,
                    "found unhashable key",
                    key_node.start_mark,
                )
            entries[key.value] = (key.site, self.convert(value_node, depth + 1))
        return merged | entries

    def _merged(
        self, node: yaml.MappingNode, value: yaml.Node, depth: int
    ) -> dict[object, tuple[Site, Node]]:
        """What `<<: value` brings; of several mappings the first one wins."""
        parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
        found: dict[object, tuple[Site, Node]] = {}
        for part in parts:
            if not isinstance(part, yaml.MappingNode):
                raise yaml.constructor.ConstructorError(
                    "while constructing a mapping",
                    node.start_mark,
                    f"expected a mapping or list of mappings for merging, but found {part.tag}",
                    part.start_mark,
                )
            converted = self.convert(part, depth + 1)
            if isinstance(converted, Mapping):
                found = converted.entries | found
        return found

    def _site(self, node: yaml.Node) -> Site:
        return Site(self._shown, node.start_mark.line + 1, node.start_mark.column)


def plain(node: Node | None) -> object:
    """What `yaml.safe_load` would give for a node."""
    match node:
        case Mapping(entries):
            return {key: plain(value) for key, (_, value) in entries.items()}
        case Listing(items):
            return [plain(item) for item in items]
        case Scalar(value):
            return value
        case None:
            return None


def type_of(node: Node | None) -> str:
    """The name of the Python type that `yaml.safe_load` would give for a node."""
    match node:
        case Mapping():
            return "dict"
        case Listing():
            return "list"
        case Scalar(value):
            return type(value).__name__
        case None:
            return "NoneType"


def values_of(key: str, node: Node | None) -> Iterator[str]:
    """The strings that stand under a key, at any depth."""
    match node:
        case Mapping(entries):
            for name, (_, value) in entries.items():
                if name == key and isinstance(value, Scalar) and isinstance(value.value, str):
                    yield value.value
                yield from values_of(key, value)
        case Listing(items):
            for item in items:
                yield from values_of(key, item)


def holds(key: str, node: Node | None) -> bool:
    """Whether a key with a value stands in a node, at any depth."""
    match node:
        case Mapping(entries):
            return any(
                (name == key and plain(value) is not None) or holds(key, value)
                for name, (_, value) in entries.items()
            )
        case Listing(items):
            return any(holds(key, item) for item in items)
        case _:
            return False
