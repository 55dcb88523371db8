"""The import table of one release: the facts of `names`, see contract/names.py."""

from collections.abc import Mapping

from validate_provider.contract.extract.facts import Facts
from validate_provider.contract.extract.modules import Module


def add_names(facts: Facts, modules: Mapping[str, Module], mask: int) -> None:
    """Add what every module of one release binds."""
    exports = _Exports(modules)
    for dotted, module in modules.items():
        facts.add(dotted, "module", mask)
        if module.open:
            facts.add(dotted, "open", mask)
        stars = [star.module for star in reversed(module.stars)]  # the last one wins
        if stars:
            facts.add(dotted, f"star {' '.join(stars)}", mask)
        for name, binding in module.bindings.items():
            if any(
                star.order > binding.order and name in exports.of(star.module)
                for star in module.stars
            ):
                continue
            if not binding.certain:
                facts.add(dotted, "maybe", mask, name)
            elif binding.kind == "from":
                origin, _, theirs = binding.target.partition(":")
                facts.add(dotted, f"from {origin}", mask, _renamed(name, theirs))
            elif binding.kind == "import":
                facts.add(dotted, "import", mask, _renamed(name, binding.target))
            else:
                facts.add(dotted, binding.kind, mask, name)
        if module.exported is not None:
            _add_exported(facts, dotted, module.exported, exports.bound(dotted), mask)
    _add_folders(facts, modules, mask)


def _renamed(ours: str, theirs: str) -> str:
    return ours if ours == theirs else f"{ours}={theirs}"


def _add_exported(
    facts: Facts, dotted: str, exported: tuple[str, ...], bound: set[str], mask: int
) -> None:
    """Add how a star import with `__all__` differs from one that takes every public name."""
    for name in bound - set(exported):
        if not name.startswith("_"):
            facts.add(dotted, "hidden", mask, name)
    for name in exported:
        if name not in bound:
            facts.add(dotted, "phantom", mask, name)
        elif name.startswith("_"):
            facts.add(dotted, "shown", mask, name)


def _add_folders(facts: Facts, modules: Mapping[str, Module], mask: int) -> None:
    """Add the folders without `__init__.py`: Python imports them as empty packages."""
    for dotted in modules:
        folder = dotted.rpartition(".")[0]
        while folder and folder not in modules:
            facts.add(folder, "module", mask)
            folder = folder.rpartition(".")[0]


class _Exports:
    """Which names a star import takes from a module, in one release."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        self._modules = modules
        self._known: dict[str, set[str]] = {}
        self._submodules: dict[str, set[str]] = {}
        for dotted in modules:
            package, _, name = dotted.rpartition(".")
            self._submodules.setdefault(package, set()).add(name)

    def bound(self, dotted: str) -> set[str]:
        """Return the names of a module of the stack, submodules included; empty for others."""
        module = self._modules.get(dotted)
        if module is None:
            return set()
        names = set(module.bindings) | self._submodules.get(dotted, set())
        for star in module.stars:
            names |= self.of(star.module)
        return names

    def of(self, dotted: str) -> set[str]:
        """Return the names that `from DOTTED import *` takes."""
        if dotted not in self._known:
            self._known[dotted] = set()  # modules that star each other add nothing
            module = self._modules.get(dotted)
            exported = module.exported if module else None
            bound = self.bound(dotted)
            public = {name for name in bound if not name.startswith("_")}
            self._known[dotted] = public if exported is None else bound & set(exported)
        return self._known[dotted]
