"""The import table: which modules exist, and what each name of a module is, in which releases.

A block of a names file is a module; its facts are

    module                      the module exists
    class A B / def f g         defined here
    value X                     bound here to something else, or to different things by case
    maybe Y                     bound on some paths through the module only
    import os np=numpy          bound to a module
    from pkg.mod A b=C          bound to a name of another module (b is what pkg.mod calls C)
    star pkg.mod                everything `from pkg.mod import *` binds, where not named above
    open                        any name may exist (module `__getattr__`, or unreadable)
    hidden A / shown _b         what `__all__` keeps from, or adds to, a star import
    phantom C                   in `__all__` but not bound: a star import fails
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.releases import Timeline
from validate_provider.record import Record, replace

ROOTS = ("llama_stack", "llama_stack_api", "ogx", "ogx_api")
"""The top-level packages of a stack, of either name."""

_OF_EVERY_MODULE = frozenset(
    ("__doc__", "__loader__", "__name__", "__package__", "__path__", "__spec__", "__dict__")
)


class Bound(Record):
    """What a name is bound to, in a set of releases."""

    mask: int
    kind: str
    """`class`, `function`, `value`, `module`, `external` (of a package that isn't the stack's)
    or `maybe` (bound on some paths only)."""
    target: str
    """Dotted definition: `llama_stack_api.inference.api.Inference`, or `pydantic.BaseModel`
    for an external name."""


class StarImport(Record):
    """What `from MODULE import *` does."""

    names: Mapping[str, int]
    """Name -> releases in which it is bound."""
    phantoms: Mapping[str, int]
    """Name in `__all__` that doesn't exist -> releases; there the whole import fails."""


class _Line(Record):
    """One fact of a module that binds names."""

    mask: int
    kind: str
    """The first word of the fact."""
    origin: str
    """The module that `from` takes the names of."""
    names: str
    """The names, a space before and behind each."""


class _Module:
    """The facts of one module. A name is searched in their text: few are ever asked for."""

    def __init__(self, facts: list[tuple[str, str]], timeline: Timeline) -> None:
        self.exists = 0
        self.open = 0
        self.stars: list[tuple[int, str]] = []
        self.phantoms: dict[str, int] = {}
        self._lines: list[_Line] = []
        for scope, fact in facts:
            mask = timeline.parse(scope)
            word, _, rest = fact.partition(" ")
            if word == "module":
                self.exists = mask
            elif word == "open":
                self.open = mask
            elif word == "star":
                self.stars += [(mask, module) for module in rest.split(" ")]
            elif word == "phantom":
                self.phantoms |= {n: self.phantoms.get(n, 0) | mask for n in rest.split(" ")}
            else:
                origin, _, names = rest.partition(" ") if word == "from" else ("", "", rest)
                self._lines.append(_Line(mask, word, origin, f" {names} "))

    def own(self, name: str) -> list[Bound]:
        """Return what the module itself binds NAME to.

        The kinds `from` and `import` are left to be followed; `from` has the target
        `module:name`.
        """
        found = []
        plain, renamed = f" {name} ", f" {name}="
        for line in self._lines:
            theirs = ""
            if plain in line.names:
                theirs = name
            elif renamed in line.names:
                theirs = line.names.partition(renamed)[2].partition(" ")[0]
            if theirs and line.kind not in ("hidden", "shown"):
                target = f"{line.origin}:{theirs}" if line.origin else theirs
                found.append(Bound(line.mask, line.kind, target))
        return found

    def all_names(self) -> Iterator[str]:
        """Yield each name that the module itself binds in some release."""
        for line in self._lines:
            if line.kind not in ("hidden", "shown"):
                yield from (name.partition("=")[0] for name in line.names.split())

    def taken(self, origin: str) -> Iterator[tuple[str, int]]:
        """Yield each name that the module itself takes from ORIGIN, as it is called there."""
        for line in self._lines:
            if line.origin == origin:
                for name in line.names.split():
                    yield name.rpartition("=")[2], line.mask

    def starred(self, name: str) -> int:
        """Return the releases in which a star import takes NAME if it is bound."""
        private = name.startswith("_")
        word = "shown" if private else "hidden"
        named = 0
        for line in self._lines:
            if line.kind == word and f" {name} " in line.names:
                named |= line.mask
        return named if private else self.exists & ~named


class ImportTable:
    """Answers what a name of a stack module is, following re-exports to the definition."""

    def __init__(self, folder: Path, timeline: Timeline) -> None:
        self._timeline = timeline
        self._files = {root: BlockFile(folder / f"{root}.txt") for root in ROOTS}
        self._modules: dict[str, _Module] = {}
        self._bounds: dict[tuple[str, str], tuple[Bound, ...]] = {}

    def exists(self, module: str) -> int:
        """Return the releases that have MODULE."""
        return self._module(module).exists

    def open(self, module: str) -> int:
        """Return the releases in which any name of MODULE may exist."""
        return self._module(module).open

    def name(self, module: str, name: str) -> tuple[Bound, ...]:
        """Return what `from MODULE import NAME` binds, with disjoint sets of releases."""
        return self._name(module, name, frozenset())

    def names(self, module: str) -> dict[str, int]:
        """Return every name of MODULE, but for its submodules, with the releases that bind it."""
        facts = self._module(module)
        candidates = dict.fromkeys(facts.all_names())
        for _, origin in facts.stars:
            candidates.update(dict.fromkeys(self.names(origin)))
        masks = {name: _union(self.name(module, name)) for name in candidates}
        return {name: mask for name, mask in masks.items() if mask}

    def taken(self, module: str, origin: str) -> dict[str, int]:
        """Return every name that MODULE itself takes by `from ORIGIN import NAME`."""
        masks: dict[str, int] = {}
        for name, mask in self._module(module).taken(origin):
            masks[name] = masks.get(name, 0) | mask
        return masks

    def star(self, module: str) -> StarImport:
        """Return what `from MODULE import *` binds, and where it fails."""
        facts = self._module(module)
        taken = {name: mask & facts.starred(name) for name, mask in self.names(module).items()}
        names = {name: mask for name, mask in taken.items() if mask}
        return StarImport(MappingProxyType(names), MappingProxyType(facts.phantoms))

    def _module(self, dotted: str) -> _Module:
        module = self._modules.get(dotted)
        if module is None:
            file = self._files.get(dotted.partition(".")[0])
            module = _Module(file.block(dotted) if file else [], self._timeline)
            self._modules[dotted] = module
        return module

    def _name(self, module: str, name: str, seen: frozenset[tuple[str, str]]) -> tuple[Bound, ...]:
        key = (module, name)
        known = self._bounds.get(key)
        if known is not None:
            return known
        if key in seen:  # two modules that import a name from each other
            return ()
        found = self._resolve(module, name, seen | {key})
        if not seen:
            self._bounds[key] = found
        return found

    def _resolve(
        self, module: str, name: str, seen: frozenset[tuple[str, str]]
    ) -> tuple[Bound, ...]:
        """Look where Python looks: the module's own names, its star imports, its submodules."""
        facts = self._module(module)
        found: list[Bound] = []
        for own in facts.own(name):
            found += self._follow(module, name, own, seen)
        rest = facts.exists & ~_union(found)
        for mask, origin in facts.stars:
            taken = rest & mask & self._module(origin).starred(name)
            if taken:
                starred = _narrowed(self._name(origin, name, seen), taken)
                found += starred
                rest &= ~_union(starred)
        submodule = f"{module}.{name}"
        here = rest & self._module(submodule).exists if rest else 0
        if here:
            found.append(Bound(here, "module", submodule))
            rest &= ~here
        if rest and name in _OF_EVERY_MODULE:
            found.append(Bound(rest, "value", submodule))
        return _merged(found)

    def _follow(
        self, module: str, name: str, own: Bound, seen: frozenset[tuple[str, str]]
    ) -> list[Bound]:
        if own.kind == "import":
            stack = own.target.partition(".")[0] in ROOTS
            return [Bound(own.mask, "module" if stack else "external", own.target)]
        if own.kind != "from":
            kind = "function" if own.kind == "def" else own.kind
            return [Bound(own.mask, kind, f"{module}.{name}")]
        origin, _, theirs = own.target.partition(":")
        if origin.partition(".")[0] not in ROOTS:
            return [Bound(own.mask, "external", f"{origin}.{theirs}")]
        found = _narrowed(self._name(origin, theirs, seen), own.mask)
        rest = own.mask & ~_union(found)
        if rest:  # the origin is open, or a circle: something is bound, we can't say what
            found.append(Bound(rest, "value", f"{origin}.{theirs}"))
        return found


def _union(bounds: Iterable[Bound]) -> int:
    mask = 0
    for bound in bounds:
        mask |= bound.mask
    return mask


def _narrowed(bounds: tuple[Bound, ...], mask: int) -> list[Bound]:
    return [replace(bound, mask=bound.mask & mask) for bound in bounds if bound.mask & mask]


def _merged(bounds: list[Bound]) -> tuple[Bound, ...]:
    """Join the bounds that say the same of different releases."""
    masks: dict[tuple[str, str], int] = {}
    for bound in bounds:
        what = (bound.kind, bound.target)
        masks[what] = masks.get(what, 0) | bound.mask
    return tuple(Bound(mask, *what) for what, mask in masks.items())
