"""Importing the provider's modules and calling its functions, on paper."""

import ast
import sys

from validate_provider.contract import Contract
from validate_provider.record import replace
from validate_provider.source.control import Control
from validate_provider.source.frame import Frame
from validate_provider.source.modules import SourceModule, Sources
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Dictionary,
    External,
    OwnFunction,
    OwnModule,
    Raised,
    Sequence,
    Site,
    StackModule,
    Unknown,
    Value,
    covered,
    joined,
    narrowed,
)

_MOST_STEPS = 100_000
_MOST_ITEMS = 20_000


class TooMuchError(Exception):
    """The package's code does more, when it is imported, than reading it may take."""


class Reader(Control):
    """Reads one provider package for a set of releases.

    Args:
        contract: What each release of the stack holds.
        sources: The package's files.
        releases: The releases to read it for.
        installed: Import names of the third-party packages that are surely there, because the
            package requires them.
    """

    def __init__(
        self, contract: Contract, sources: Sources, releases: int, installed: frozenset[str]
    ) -> None:
        super().__init__(contract, sources)
        self.releases = releases
        self.installed = installed
        self._calls: list[ast.AST] = []
        self._steps = 0

    def evaluate(self, node: ast.expr, frame: Frame, mask: int) -> Cases:
        """The value of an expression, see `Expressions.evaluate`.

        Raises:
            TooMuchError: If the package has used up its steps.
        """
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooMuchError
        cases = super().evaluate(node, frame, mask)
        if any(_size(case.value) > _MOST_ITEMS for case in cases):
            raise TooMuchError
        return cases

    @property
    def has_time(self) -> bool:
        """Whether at most half of the steps are used up."""
        return self._steps < _MOST_STEPS // 2

    def import_module(self, dotted: str, frame: Frame, mask: int, site: Site) -> Cases:
        """Import a module as Python would: parents first, the first that fails raises.

        Args:
            dotted: Its absolute name.
            frame: Where failures are noted.
            mask: The releases that import it.
            site: The import statement.

        Returns:
            The module, in the releases in which importing it works.
        """
        mask &= frame.alive
        if not mask:
            return ()
        if self.contract.is_stack(dotted):
            return self._import_stack(dotted, frame, mask, site)
        if self.sources.owns(dotted):
            return self._import_own(dotted, frame, mask, site)
        top = dotted.partition(".")[0]
        if frame.guarded and not self._surely_there(top):
            message = f"No module named '{top}'"
            maybe = Raised(
                mask, "ModuleNotFoundError", message, site, certain=False, subject=dotted
            )
            frame.raised.append(maybe)
            frame.marks[site] = dict(frame.names)
        return (Case(mask, External(dotted)),)

    def _surely_there(self, top: str) -> bool:
        return top in sys.stdlib_module_names or top.lower().replace("_", "-") in self.installed

    def _import_stack(self, dotted: str, frame: Frame, mask: int, site: Site) -> Cases:
        parts = dotted.split(".")
        for index in range(1, len(parts) + 1):
            name = ".".join(parts[:index])
            missing = mask & ~self.contract.module(name)
            message = f"No module named '{name}'"
            frame.fail(
                Raised(missing, "ModuleNotFoundError", message, site, certain=True, subject=name)
            )
            mask &= ~missing
        return (Case(mask, StackModule(dotted)),) if mask else ()

    def _import_own(self, dotted: str, frame: Frame, mask: int, site: Site) -> Cases:
        parts = dotted.split(".")
        module: SourceModule | None = None
        for index in range(1, len(parts) + 1):
            name = ".".join(parts[:index])
            parent, module = module, self.sources.module(name)
            if module is None:
                message = f"No module named '{name}'"
                if parent is not None and not parent.is_package:
                    message += f"; '{parent.dotted}' is not a package"
                frame.fail(
                    Raised(mask, "ModuleNotFoundError", message, site, certain=True, subject=name)
                )
                return ()
            self.read_module(module)
            for raised in module.raised:
                both = raised.mask & mask
                frame.fail(replace(raised, mask=both))
            mask &= frame.alive
            if not mask:
                return ()
            if parent is not None:
                _bind_to_parent(module, parent, mask)
            module.imported |= mask
        return (Case(mask, OwnModule(module)),) if module else ()

    def read_module(self, module: SourceModule) -> None:
        """Follow a module's body once, for all releases; what it raises is kept with it."""
        if module.state != "new":
            return
        module.state = "running"
        if module.broken:
            broken = module.broken
            site = Site(module.shown, broken.line, broken.column)
            module.raised = (
                Raised(
                    self.releases, broken.exception, broken.message, site, certain=broken.certain
                ),
            )
        else:
            frame = Frame(module, self.releases, names=module.names)
            running, self.running = self.running, False
            self.run(module.tree.body, frame)
            self.running = running
            module.raised = tuple(frame.raised)
        module.state = "done"

    def made_on_demand(self, module: SourceModule, name: str, mask: int) -> Cases:
        """What the `__getattr__` of a module gives for a name, where it does not raise."""
        results: list[Case] = []
        for case in narrowed(module.names.get("__getattr__", ()), mask):
            site = module.site(module.tree)
            if isinstance(case.value, OwnFunction) and module.state == "done":
                wanted = (Case(case.mask, Constant(name)),)
                given = Arguments((wanted,), {}, {}, exact=True)
                frame = Frame(module, case.mask)
                results.extend(self.call_own(case.value, given, frame, case.mask, site))
            else:
                why = f"`{module.dotted}` defines `__getattr__`"
                results.append(Case(case.mask, Unknown(why, site)))
        return joined(results)

    def attributes(self, module: SourceModule, name: str, mask: int) -> tuple[Cases, int]:
        """What `getattr(module, name)` gives, and the releases in which there is nothing."""
        cases = self.module_name(module, name, mask)
        if not cases and self.sources.module(f"{module.dotted}.{name}"):
            frame = Frame(module, mask)
            site = Site(module.shown, 1, 0)
            cases = self.import_module(f"{module.dotted}.{name}", frame, mask, site)
        return joined(list(cases)), mask & ~covered(cases)


def _bind_to_parent(module: SourceModule, parent: SourceModule, mask: int) -> None:
    """The first import of a submodule binds its name in its package."""
    first = mask & ~module.imported
    if first:
        name = module.dotted.rpartition(".")[2]
        before = narrowed(parent.names.get(name, ()), ~first)
        parent.names[name] = joined([*before, Case(first, OwnModule(module))])


def _size(value: Value) -> int:
    match value:
        case Sequence(_, items):
            return len(items)
        case Dictionary(entries):
            return len(entries)
        case _:
            return 0
