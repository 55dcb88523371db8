"""Where a name of the stack is imported from: the most public place that a type checker accepts.

`mypy --strict` takes a name only from a module that defines it, lists it in `__all__` or takes it
by a star import from such a module: a plain `from .x import A` is no re-export.
"""

import builtins
from collections.abc import Iterator
from typing import Protocol

from template_maker.errors import CannotMakeError
from template_maker.release import Sources
from validate_provider.contract import Bound
from validate_provider.record import Record


class Place(Record):
    """`from MODULE import NAME`."""

    module: str
    name: str


class Names(Protocol):
    """What is asked of the contract: what the modules of each release bind."""

    def name(self, module: str, name: str) -> tuple[Bound, ...]:
        """Return what `from MODULE import NAME` binds."""


class NoPlaceError(CannotMakeError):
    """A name can't be imported in a way that a type checker accepts; the text says which."""


class Places:
    """The places for the names of one cell.

    Args:
        names: What the modules of each release bind.
        sources: The release that is written for.
        bit: The same release, as a set.
        releases: The releases in which the name is better found, too.
    """

    def __init__(self, names: Names, sources: Sources, bit: int, releases: int) -> None:
        self._names = names
        self._sources = sources
        self._bit = bit
        self._releases = releases

    def of(self, module: str, name: str) -> Place | None:
        """Return from where to import what NAME means in MODULE; None for a builtin.

        Raises:
            NoPlaceError: If there is no such place.
        """
        bound = self._bound(module, name)
        if bound is None:
            if hasattr(builtins, name):
                return None
            raise NoPlaceError(f"{module} does not bind {name}")
        defining, _, defined = bound.target.rpartition(".")
        if bound.kind != "external":
            module, name = defining, defined
        found = [m for m in _outer_first(module) if self.is_public(m, name)]
        if found and bound.kind != "module":
            # Of the places that most releases have, the outermost.
            return Place(max(found, key=lambda module: self._count(module, name)), name)
        if bound.kind == "external":
            return Place(defining, defined)
        raise NoPlaceError(f"{bound.target} is not public anywhere")

    def definition(self, module: str, name: str) -> Bound:
        """Return what NAME of MODULE is.

        Raises:
            NoPlaceError: If the release does not bind it there.
        """
        bound = self._bound(module, name)
        if bound is None:
            raise NoPlaceError(f"{module} does not bind {name}")
        return bound

    def is_public(self, dotted: str, name: str) -> bool:
        """Tell whether a strict type checker lets one import NAME from a module of the stack."""
        module = self._sources.module(dotted)
        if module is None or name.startswith("_"):
            return False
        if module.exported is not None:
            return name in module.exported and self._bound(dotted, name) is not None
        binding = module.bindings.get(name)
        if binding is not None:
            here = binding.target.partition(":")[0] == dotted  # `A = B`, both in this module
            return binding.kind in ("class", "def", "value") or here
        return any(self.is_public(star.module, name) for star in module.stars)

    def _bound(self, module: str, name: str) -> Bound | None:
        found = self._names.name(module, name)
        return next((bound for bound in found if bound.mask & self._bit), None)

    def _count(self, module: str, name: str) -> int:
        """Return in how many of the releases MODULE has NAME."""
        found = sum(bound.mask for bound in self._names.name(module, name))
        return (found & self._releases).bit_count()


def _outer_first(dotted: str) -> Iterator[str]:
    """Yield the packages around a module, the outermost first, and the module."""
    parts = dotted.split(".")
    for end in range(1, len(parts) + 1):
        yield ".".join(parts[:end])
