"""Importing the provider's modules and calling its functions, on paper."""

import ast
import sys

from validate_provider.contract import Contract
from validate_provider.source.control import Control
from validate_provider.source.frame import Frame
from validate_provider.source.modules import SourceModule, Sources
from validate_provider.source.signature import parameters
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Coroutine,
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

_DEEPEST_CALL = 40
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
                frame.fail(raised._replace(mask=both))
            mask &= frame.alive
            if not mask:
                return ()
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
            self.run(module.tree.body, frame)
            module.raised = tuple(frame.raised)
        module.state = "done"

    def call(
        self,
        function: OwnFunction,
        positional: tuple[Cases, ...],
        mask: int,
    ) -> tuple[Cases, tuple[Raised, ...]]:
        """Call a function from outside, as the loader does.

        Returns:
            What it returns (a coroutine already awaited), and what it raises.
        """
        frame = Frame(function.module, mask)
        site = function.module.site(function.node)
        given = Arguments(positional, {}, {}, exact=True)
        cases = self.call_own(function, given, frame, mask, site)
        return cases, tuple(frame.raised)

    def call_own(
        self,
        function: OwnFunction,
        given: Arguments,
        frame: Frame,
        mask: int,
        site: Site,
    ) -> Cases:
        """Call a function of the provider with arguments; exceptions are noted in `frame`."""
        node = function.node
        harmless = {"staticmethod", "functools.cache", "functools.lru_cache", "functools.wraps"}
        if set(function.decorators) - harmless:
            why = f"`{node.name}` is wrapped by a decorator"
            return (Case(mask, Unknown(why, site)),)
        if node in self._calls or len(self._calls) >= _DEEPEST_CALL:
            return (Case(mask, Unknown(f"`{node.name}` calls itself", site)),)
        if any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(node)):
            return (Case(mask, Unknown(f"`{node.name}` is a generator", site)),)
        inside = Frame(function.module, mask, outer=function.outer)
        inside.unsure = frame.unsure
        inside.guarded = frame.guarded
        self._bind_arguments(function, given, inside, frame, site)
        inside.alive &= frame.alive
        self._calls.append(node)
        try:
            self.run(node.body, inside)
        finally:
            self._calls.pop()
        if inside.alive:
            inside.leave((Case(inside.alive, Constant(None)),))
        for raised in inside.raised:
            frame.fail(raised)
        result = narrowed(inside.result(), frame.alive)
        if function.is_async:
            return (Case(covered(result), Coroutine(result)),) if result else ()
        return result

    def _bind_arguments(
        self,
        function: OwnFunction,
        given: Arguments,
        inside: Frame,
        frame: Frame,
        site: Site,
    ) -> None:
        signature = parameters(function.node.args)
        by_position = [n for n in signature.names if n not in signature.keyword_only]
        named = dict(zip(by_position, given.positional, strict=False))
        named |= {n: cases for n, cases in given.keywords.items() if n in signature.names}
        for name in (*signature.names, *_stars(function.node.args)):
            cases = named.get(name)
            if cases is not None:
                inside.bind(name, cases)
                continue
            default = _default(function.node.args, name)
            if default is not None:
                inside.bind(name, self.evaluate(default, inside, inside.alive))
                continue
            if given.exact and name in signature.required:
                message = f"{function.name}() missing 1 required positional argument: '{name}'"
                frame.fail(Raised(inside.alive, "TypeError", message, site, certain=True))
            unknown = Unknown(f"the argument `{name}` of `{function.name}`", site)
            inside.bind(name, (Case(inside.alive, unknown),))

    def attributes(self, module: SourceModule, name: str, mask: int) -> tuple[Cases, int]:
        """What `getattr(module, name)` gives, and the releases in which there is nothing."""
        cases = self.module_name(module, name, mask)
        if not cases and self.sources.module(f"{module.dotted}.{name}"):
            frame = Frame(module, mask)
            site = Site(module.shown, 1, 0)
            cases = self.import_module(f"{module.dotted}.{name}", frame, mask, site)
        return joined(list(cases)), mask & ~covered(cases)


def _size(value: Value) -> int:
    match value:
        case Sequence(_, items):
            return len(items)
        case Dictionary(entries):
            return len(entries)
        case _:
            return 0


def _stars(arguments: ast.arguments) -> list[str]:
    return [star.arg for star in (arguments.vararg, arguments.kwarg) if star]


def _default(arguments: ast.arguments, name: str) -> ast.expr | None:
    """The default value of a parameter, if it has one."""
    plain = [*arguments.posonlyargs, *arguments.args]
    first = len(plain) - len(arguments.defaults)
    for index, argument in enumerate(plain):
        if argument.arg == name and index >= first:
            return arguments.defaults[index - first]
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if argument.arg == name:
            return default
    return None
