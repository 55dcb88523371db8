"""The values that reading a package yields.

An expression of the provider can mean one thing on llama-stack 0.3 and another on ogx 1.0, so
its value is a tuple of `Case`s: disjoint sets of releases, each with the value it has there.
"""

import ast
from collections import Counter
from typing import TYPE_CHECKING

from validate_provider.record import Record, replace
from validate_provider.source.nodes import nodes_of

if TYPE_CHECKING:
    from validate_provider.source.frame import Frame
    from validate_provider.source.modules import SourceModule


class Site(Record):
    """Where in the provider's source something stands."""

    path: str
    line: int
    column: int
    """From 0, in UTF-8 bytes, as `ast` counts."""


class Constant(Record):
    """A value that is written out: a string, a number, None, True."""

    value: object


class Item(Record):
    """One element of a sequence, present in a set of releases."""

    mask: int
    value: "Value"
    perhaps: str = ""
    """Why it can't be told whether it is there; empty if it surely is."""


class Sequence(Record):
    """A list, tuple or set; an element may be there in some releases only."""

    kind: str
    items: tuple[Item, ...]


class Entry(Record):
    """One entry of a dictionary, present in a set of releases."""

    mask: int
    key: object
    value: "Value"


class Dictionary(Record):
    """A dict with constant keys; in one release each key stands once."""

    entries: tuple[Entry, ...]

    def with_entry(self, entry: Entry) -> "Dictionary":
        """The dict with one more entry, which replaces those of the same key."""
        kept = [
            replace(old, mask=old.mask & ~entry.mask) if old.key == entry.key else old
            for old in self.entries
        ]
        return Dictionary((*(old for old in kept if old.mask), entry))

    def updated(self, other: "Dictionary", mask: int) -> "Dictionary":
        """The dict with the entries of another one in the releases of `mask`."""
        result = self
        for entry in other.entries:
            if entry.mask & mask:
                result = result.with_entry(replace(entry, mask=entry.mask & mask))
        return result

    def without(self, key: object, mask: int) -> "Dictionary":
        """The dict without a key in the releases of `mask`."""
        kept = (replace(e, mask=e.mask & ~mask) if e.key == key else e for e in self.entries)
        return Dictionary(tuple(entry for entry in kept if entry.mask))

    def at(self, key: object, mask: int) -> "Cases":
        """What stands under a key; the releases of `mask` without it are left out."""
        return joined([Case(e.mask & mask, e.value) for e in self.entries if e.key == key])


class OwnModule(Record):
    """A module of the package under examination."""

    module: "SourceModule"


class StackModule(Record):
    """A module of the stack or of its API package."""

    dotted: str


class StackClass(Record):
    """A class that the stack or its API package defines."""

    dotted: str
    """Where it is defined, not where it was imported from."""

    @property
    def title(self) -> str:
        """Its name alone."""
        return self.dotted.rpartition(".")[2]


class StackObject(Record):
    """A function or other value of the stack."""

    dotted: str

    @property
    def title(self) -> str:
        """Its name alone."""
        return self.dotted.rpartition(".")[2]


class EnumMember(Record):
    """A member of the stack's `Api`."""

    enum: str
    name: str


class External(Record):
    """Something of the standard library or of another package, known by its name alone."""

    dotted: str

    @property
    def title(self) -> str:
        """The last part of its name."""
        return self.dotted.rpartition(".")[2]


class Signature(Record):
    """What a caller may pass."""

    names: tuple[str, ...]
    """All parameters without `self`, in order, `*args` and `**kwargs` left out."""
    required: tuple[str, ...]
    keyword_only: tuple[str, ...]
    positional_only: tuple[str, ...]
    star: bool
    """There is an `*args`."""
    double_star: bool
    """There is a `**kwargs`."""


class OwnFunction:
    """A function or method that the package defines."""

    __slots__ = ("decorators", "module", "node", "outer", "wrapped")

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        decorators: tuple[str, ...],
        outer: "Frame",
    ) -> None:
        """Remember where the function stands; `decorators` are dotted names, '?' if unknown."""
        self.module = outer.module
        self.node = node
        self.decorators = decorators
        self.outer = outer
        self.wrapped: OwnFunction | None = None
        """The function that `functools.wraps` lets it look like."""

    @property
    def name(self) -> str:
        """The name it is defined under."""
        return self.node.name

    @property
    def is_async(self) -> bool:
        """Whether it is an `async def`; calling it gives a coroutine, unless it is a generator."""
        return isinstance(self.node, ast.AsyncFunctionDef)


class OwnClass:
    """A class that the package defines."""

    __slots__ = ("_set_on_self", "bases", "fields", "kept", "members", "module", "node", "open")

    def __init__(
        self,
        module: "SourceModule",
        node: ast.ClassDef,
        bases: "tuple[Cases, ...]",
        members: "dict[str, Cases]",
        fields: "dict[str, FieldCases]",
        *,
        open_: bool,
    ) -> None:
        """Remember what the class statement said; `open_` if some member could not be read."""
        self.module = module
        self.node = node
        self.bases = bases
        self.members = members
        self.fields = fields
        self.open = open_
        self.kept: dict[str, Cases] = {}
        """What an attribute of its instances is, where a single statement sets it."""
        self._set_on_self: Counter[str] | None = None

    @property
    def set_on_self(self) -> "Counter[str]":
        """The attributes that its methods set on the instance, and by how many statements."""
        if self._set_on_self is None:
            self._set_on_self = Counter(
                node.attr
                for node in nodes_of(self.node)
                if isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
            )
        return self._set_on_self

    def keep(self, name: str, cases: "Cases", unknown: "Unknown") -> None:
        """Note what a statement sets an attribute of `self` to."""
        changeable = any(isinstance(case.value, Sequence | Dictionary) for case in cases)
        if self.set_on_self[name] != 1 or changeable:
            return
        before = self.kept.get(name, ())
        again = covered(before) & covered(cases)
        differs = narrowed(before, again) != narrowed(cases, again)
        new = (Case(again, unknown),) if differs else ()
        rest = narrowed(cases, ~again)
        self.kept[name] = joined([*narrowed(before, ~again if differs else -1), *new, *rest])

    @property
    def title(self) -> str:
        """The name it is defined under."""
        return self.node.name


class FieldCase(Record):
    """An annotated attribute of a class body, in a set of releases."""

    mask: int
    node: ast.AnnAssign


FieldCases = tuple[FieldCase, ...]


class Arguments(Record):
    """What a call passes."""

    positional: "tuple[Cases, ...]"
    keywords: "dict[str, Cases]"
    sites: "dict[str, Site]"
    """Where each keyword's value stands."""
    exact: bool
    """False if `*args` or `**kwargs` hide some arguments."""


class Instance(Record):
    """What calling a class, or a function of the stack, gives; its arguments are kept."""

    of: "StackClass | StackObject | OwnClass | External"
    given: Arguments
    site: Site

    @property
    def keywords(self) -> "dict[str, Cases]":
        """The keyword arguments."""
        return self.given.keywords


class Coroutine(Record):
    """What calling an `async def` gives before it is awaited."""

    value: "Cases"


class Bound(Record):
    """An attribute that is called: `something.name`."""

    owner: "Value"
    name: str


class Partial(Record):
    """A function with some of its arguments, as `functools.partial` makes it."""

    function: "Value"
    given: Arguments


class Caught(Record):
    """The exception that `except ... as name` binds."""

    raised: "Raised"


class Unknown(Record):
    """A value that reading alone cannot tell."""

    why: str
    site: Site
    outside: bool = False
    """It depends on the machine: on what is installed, on the environment."""
    ways: tuple["Instance", ...] = ()
    """The objects of which it is one; empty if there may be others."""


Value = (
    Constant
    | Sequence
    | Dictionary
    | OwnModule
    | StackModule
    | StackClass
    | StackObject
    | EnumMember
    | External
    | OwnFunction
    | OwnClass
    | Instance
    | Coroutine
    | Bound
    | Partial
    | Caught
    | Unknown
)


class Case(Record):
    """A value, and the releases in which it is the one."""

    mask: int
    value: Value


Cases = tuple[Case, ...]


class Raised(Record):
    """An exception that the provider's code raises in a set of releases."""

    mask: int
    exception: str
    """The class's name: `ModuleNotFoundError`."""
    message: str
    site: Site
    certain: bool
    """False if it stands under a condition that could not be decided."""
    subject: str = ""
    """What was missing: a module or `module.name`."""
    kinds: tuple[str, ...] = ()
    """The classes it inherits from, for an exception of the provider's own."""
    deliberate: bool = False
    """It is a `raise` or `assert` that its author wrote."""

    @property
    def says(self) -> str:
        """The last line that Python itself would print."""
        return f"{self.exception}: {self.message}" if self.message else self.exception


def innermost(value: Value) -> Value:
    """The function inside of `functools.partial`s."""
    while isinstance(value, Partial):
        value = value.function
    return value


def covered(cases: Cases) -> int:
    """The releases for which there is a value."""
    mask = 0
    for case in cases:
        mask |= case.mask
    return mask


def narrowed(cases: Cases, mask: int) -> Cases:
    """The same cases, in the releases of `mask` only."""
    if not covered(cases) & ~mask:
        return cases
    return tuple(Case(case.mask & mask, case.value) for case in cases if case.mask & mask)


def joined(cases: list[Case]) -> Cases:
    """The cases with equal values put together, in the order they first appear."""
    found: list[Case] = []
    for case in cases:
        if not case.mask:
            continue
        for index, other in enumerate(found):
            if other.value is case.value or other.value == case.value:
                found[index] = Case(other.mask | case.mask, other.value)
                break
        else:
            found.append(case)
    return tuple(found)
