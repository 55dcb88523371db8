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

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from validate_provider.contract.blocks import BlockFile
from validate_provider.contract.releases import Timeline

ROOTS = ("llama_stack", "llama_stack_api", "ogx", "ogx_api")
"""The top-level packages of a stack, of either name."""

_OF_EVERY_MODULE = frozenset(
    ("__doc__", "__loader__", "__name__", "__package__", "__path__", "__spec__", "__dict__")
)


class Bound(NamedTuple):
    """What a name is bound to, in a set of releases."""

    mask: int
    kind: str
    """`class`, `function`, `value`, `module`, `external` (of a package that isn't the stack's)
    or `maybe` (bound on some paths only)."""
    target: str
    """Dotted definition: `llama_stack_api.inference.api.Inference`, or `pydantic.BaseModel`
    for an external name."""


class StarImport(NamedTuple):
    """What `from MODULE import *` does."""

    names: Mapping[str, int]
    """Name -> releases in which it is bound."""
    phantoms: Mapping[str, int]
    """Name in `__all__` that doesn't exist -> releases; there the whole import fails."""


class _Module:
    """The facts of one module, read once."""

    def __init__(self, facts: list[tuple[str, str]], timeline: Timeline) -> None:
        self.exists = 0
        self.open = 0
        self.names: dict[str, list[Bound]] = {}
        """Own bindings; the kind `from` stands for a name of another module."""
        self.stars: list[tuple[int, str]] = []
        self.hidden: dict[str, int] = {}
        self.shown: dict[str, int] = {}
        self.phantoms: dict[str, int] = {}
        self.origins: dict[str, list[Bound]] = {}
        for scope, fact in facts:
            word, *rest = fact.split(" ")
            self._learn(timeline.parse(scope), word, rest)

    def _learn(self, mask: int, word: str, rest: list[str]) -> None:
        match word:
            case "module":
                self.exists |= mask
            case "open":
                self.open |= mask
            case "star":
                self.stars += [(mask, module) for module in rest]
            case "hidden" | "shown" | "phantom":
                table = {"hidden": self.hidden, "shown": self.shown, "phantom": self.phantoms}[word]
                for name in rest:
                    table[name] = table.get(name, 0) | mask
            case "from":
                origin, *names = rest
                for name in names:
                    ours, _, theirs = name.partition("=")
                    self._bind(ours, Bound(mask, "from", f"{origin}:{theirs or ours}"))
            case "import":
                for name in rest:
                    ours, _, module = name.partition("=")
                    self._bind(ours, Bound(mask, "import", module or ours))
            case _:
                kind = "function" if word == "def" else word
                for name in rest:
                    self._bind(name, Bound(mask, kind, ""))

    def _bind(self, name: str, bound: Bound) -> None:
        self.names.setdefault(name, []).append(bound)

    def starred(self, name: str) -> int:
        """Return the releases in which a star import takes NAME if it is bound."""
        if name.startswith("_"):
            return self.shown.get(name, 0)
        return self.exists & ~self.hidden.get(name, 0)


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

    def star(self, module: str) -> StarImport:
        """Return what `from MODULE import *` binds, and where it fails."""
        facts = self._module(module)
        candidates = dict.fromkeys(facts.names)
        for _, origin in facts.stars:
            candidates.update(dict.fromkeys(self.star(origin).names))
        names = {}
        for name in candidates:
            bound = 0
            for one in self.name(module, name):
                bound |= one.mask
            if bound & facts.starred(name):
                names[name] = bound & facts.starred(name)
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
        if key in seen:  # two modules that import a name from each other: it is bound in neither
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
        for own in facts.names.get(name, ()):
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
            return [Bound(own.mask, own.kind, f"{module}.{name}")]
        origin, _, theirs = own.target.partition(":")
        if origin.partition(".")[0] not in ROOTS:
            return [Bound(own.mask, "external", f"{origin}.{theirs}")]
        found = _narrowed(self._name(origin, theirs, seen), own.mask)
        rest = own.mask & ~_union(found)
        if rest:  # the origin is open: something is bound, we can't say what
            found.append(Bound(rest, "value", f"{origin}.{theirs}"))
        return found


def _union(bounds: list[Bound]) -> int:
    mask = 0
    for bound in bounds:
        mask |= bound.mask
    return mask


def _narrowed(bounds: tuple[Bound, ...], mask: int) -> list[Bound]:
    return [bound._replace(mask=bound.mask & mask) for bound in bounds if bound.mask & mask]


def _merged(bounds: list[Bound]) -> tuple[Bound, ...]:
    """Join the bounds that say the same of different releases."""
    masks: dict[tuple[str, str], int] = {}
    for bound in bounds:
        what = (bound.kind, bound.target)
        masks[what] = masks.get(what, 0) | bound.mask
    return tuple(Bound(mask, *what) for what, mask in masks.items())
