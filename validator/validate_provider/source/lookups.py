"""What names and attributes are, in each release."""

import ast
import builtins
from abc import ABC, abstractmethod

from validate_provider.contract import Contract
from validate_provider.source.classes import AnyClass, Line, lines, members
from validate_provider.source.frame import Frame
from validate_provider.source.models import BASES, has_of_itself, is_model, takes_extra
from validate_provider.source.modules import SourceModule, Sources
from validate_provider.source.plain import excerpt, plain
from validate_provider.source.values import (
    Bound,
    Case,
    Cases,
    Constant,
    EnumMember,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    OwnModule,
    Raised,
    Sequence,
    Site,
    StackClass,
    StackModule,
    StackObject,
    Unknown,
    Value,
    covered,
    joined,
    narrowed,
)
from validate_provider.source.versions import part_of


class Lookups(ABC):
    """Looks names up; importing is left to heirs."""

    def __init__(self, contract: Contract, sources: Sources) -> None:
        """Read `sources` against the releases of `contract`."""
        self.contract = contract
        self.sources = sources

    @abstractmethod
    def import_module(self, dotted: str, frame: Frame, mask: int, site: Site) -> Cases:
        """Import a module by its absolute name; what fails is noted in the frame."""

    @abstractmethod
    def made_on_demand(self, module: SourceModule, name: str, mask: int) -> Cases:
        """What the `__getattr__` of a module returns for a name; () if there is none."""

    def lookup(self, name: str, frame: Frame, mask: int, site: Site) -> Cases:
        """What a name is, looked up through the enclosing scopes and the builtins."""
        cases: list[Case] = []
        scope: Frame | None = frame
        while scope is not None and mask:
            if scope is frame or not scope.is_class:
                for case in narrowed(scope.names.get(name, ()), mask):
                    cases.append(case)
                    mask &= ~case.mask
            scope = scope.outer
        if not mask:
            return joined(cases)
        for case in self.module_name(frame.module, name, mask, inside=True):
            cases.append(case)
            mask &= ~case.mask
        if mask and name.startswith("__") and name.endswith("__"):
            cases.extend(self._dunder(frame.module, name, mask, site))
            mask = 0
        if mask and hasattr(builtins, name):
            cases.append(Case(mask, External(f"builtins.{name}")))
            mask = 0
        if mask:
            frame.fail(
                Raised(mask, "NameError", f"name '{name}' is not defined", site, certain=True)
            )
        return joined(cases)

    def _dunder(self, module: SourceModule, name: str, mask: int, site: Site) -> Cases:
        """A name that Python itself gives to modules and class bodies."""
        if hasattr(builtins, name) and name.startswith("__import"):
            return (Case(mask, External(f"builtins.{name}")),)
        known = {"__name__": module.dotted, "__package__": module.package}
        if name in known:
            return (Case(mask, Constant(known[name])),)
        return (Case(mask, Unknown(f"`{name}`", site)),)

    def module_name(
        self, module: SourceModule, name: str, mask: int, *, inside: bool = False
    ) -> Cases:
        """What a name of one of the provider's modules is, star imports included.

        Args:
            module: The module.
            name: The name.
            mask: The releases.
            inside: Whether its own code asks, which does not get to its `__getattr__`.
        """
        cases = list(narrowed(module.names.get(name, ()), mask))
        mask &= ~covered(tuple(cases))
        for star in reversed(module.stars):
            found: Cases = ()
            match star.value:
                case StackModule(dotted):
                    found = self.stack_name(dotted, name, mask & star.mask)
                case OwnModule(other) if self.is_public(other, name, mask & star.mask):
                    found = self.module_name(other, name, mask & star.mask)
                case External(dotted):
                    site = Site(module.shown, 1, 0)
                    why = f"`{name}` may come from `from {dotted} import *`"
                    found = (Case(mask & star.mask, Unknown(why, site)),)
            cases.extend(found)
            mask &= ~covered(found)
        if mask and not inside and not name.startswith("__"):
            found = self.made_on_demand(module, name, mask)
            cases.extend(found)
            mask &= ~covered(found)
        if mask and module.open:
            why = f"`{name}` of `{module.dotted}`: {module.open}"
            cases.append(Case(mask, Unknown(why, Site(module.shown, 1, 0))))
        return tuple(case for case in cases if case.mask)

    def is_public(self, module: SourceModule, name: str, mask: int) -> bool:
        """Whether `from module import *` takes a name along."""
        listed = narrowed(module.names.get("__all__", ()), mask)
        if not listed:
            return not name.startswith("_")
        for case in listed:
            if not isinstance(case.value, Sequence):
                return True
            if any(plain(item.value) == name for item in case.value.items):
                return True
        return False

    def stack_name(self, module: str, name: str, mask: int) -> Cases:
        """What a name of a module of the stack is; the releases that lack it are left out."""
        cases: list[Case] = []
        for bound in self.contract.name(module, name):
            both = bound.mask & mask
            if not both:
                continue
            mask &= ~both
            cases.append(Case(both, self._stack_value(bound.kind, bound.target, module, name)))
        submodule = self.contract.module(f"{module}.{name}") & mask
        if submodule:
            cases.append(Case(submodule, StackModule(f"{module}.{name}")))
            mask &= ~submodule
        open_ = self.contract.open(module) & mask
        if open_:
            why = f"`{module}` makes its names while it runs"
            cases.append(Case(open_, Unknown(why, Site("", 1, 0))))
        return joined(cases)

    def attribute(self, value: Value, name: str, frame: Frame, mask: int, site: Site) -> Cases:
        """What `value.name` is; an attribute that is not there raises in the frame."""
        match value:
            case OwnModule(module) if name.startswith("__") and name not in module.names:
                return self._dunder(module, name, mask, site)
            case StackModule(dotted) if name.startswith("__"):
                if name == "__name__":
                    return (Case(mask, Constant(dotted)),)
                return (Case(mask, Unknown(f"`{dotted}.{name}`", site)),)
            case OwnModule(module):
                cases = self.module_name(module, name, mask)
                rest = mask & ~covered(cases)
                if rest and self.sources.module(f"{module.dotted}.{name}"):
                    return joined(
                        [
                            *cases,
                            *self.import_module(f"{module.dotted}.{name}", frame, rest, site),
                        ]
                    )
                self._no_attribute(f"module '{module.dotted}'", name, frame, rest, site)
                return cases
            case StackModule(dotted):
                cases = self.stack_name(dotted, name, mask)
                rest = mask & ~covered(cases)
                self._no_attribute(f"module '{dotted}'", name, frame, rest, site)
                return cases
            case StackClass(dotted):
                return self._class_attribute(dotted, name, frame, mask, site)
            case EnumMember():
                if name in {"name", "value"}:
                    return (Case(mask, Constant(value.name)),)
                return (Case(mask, Bound(value, name)),)
            case External(dotted):
                if dotted == "typing" and name == "TYPE_CHECKING":
                    return (Case(mask, Constant(value=False)),)
                return (Case(mask, External(f"{dotted}.{name}")),)
            case OwnClass():
                cases = tuple(
                    Case(c.mask, Bound(value, name) if _takes_class(c.value) else c.value)
                    for c in narrowed(value.members.get(name, ()), mask)
                )
                rest = mask & ~covered(cases)
                if not rest:
                    return cases
                why = f"`{value.title}.{name}` may be inherited"
                return joined([*cases, Case(rest, Unknown(why, site))])
            case Instance():
                known = narrowed(value.keywords.get(name, ()), mask)
                if not known and isinstance(value.of, OwnClass):
                    known = narrowed(value.of.kept.get(name, ()), mask)
                rest = mask & ~covered(known)
                absent = self._absent(value, name, rest)
                owner = f"'{value.of.title}' object"
                self._no_attribute(owner, name, frame, absent, site)
                rest &= ~absent
                return joined([*known, Case(rest, Bound(value, name))]) if rest else known
            case Constant(constant) if made := part_of(constant, name):
                return (Case(mask, made),)
            case Unknown():
                return (Case(mask, value),)
            case _:
                return (Case(mask, Bound(value, name)),)

    def _absent(self, made: Instance, name: str, mask: int) -> int:
        """The releases in which an object surely lacks a name."""
        if not isinstance(made.of, OwnClass | StackClass) or name.startswith("__"):
            return 0
        absent = 0
        for line in lines(made.of, mask, self.contract):
            if line.unknown or any(_has_more(cls, line, self.contract) for cls in line.classes):
                continue
            rest = line.mask
            if is_model(line):
                rest &= 0 if has_of_itself(name) else ~takes_extra(line, self.contract)
            for member in members(name, line, self.contract):
                rest &= ~member.mask
            absent |= rest
        return absent

    def _stack_value(self, kind: str, target: str, module: str, name: str) -> Value:
        match kind:
            case "class":
                return StackClass(target)
            case "module":
                return StackModule(target)
            case "external":
                if target == "typing.TYPE_CHECKING":
                    return Constant(value=False)
                return External(target)
            case "maybe":
                why = f"whether `{module}` has `{name}` depends on what else is installed"
                return Unknown(why, Site("", 1, 0))
            case _:
                return StackObject(target)

    def _class_attribute(
        self, dotted: str, name: str, frame: Frame, mask: int, site: Site
    ) -> Cases:
        if dotted.rpartition(".")[2] != "Api":
            return (Case(mask, StackObject(f"{dotted}.{name}")),)
        members = self.contract.apis()
        has = members.get(name, 0) & mask
        rest = mask & ~has
        if name.startswith("_") or name in {"add", "name", "value"}:
            return (Case(mask, StackObject(f"{dotted}.{name}")),)
        self._no_attribute("type object 'Api'", name, frame, rest, site, subject=f"Api.{name}")
        return (Case(has, EnumMember(dotted, name)),) if has else ()

    def _no_attribute(
        self, owner: str, name: str, frame: Frame, mask: int, site: Site, subject: str = ""
    ) -> None:
        message = f"{owner} has no attribute '{name}'"
        frame.fail(
            Raised(mask, "AttributeError", message, site, certain=True, subject=subject or name)
        )

    def _unknown(self, node: ast.AST, frame: Frame, mask: int, why: str = "") -> Cases:
        unknown = Unknown(why or excerpt(node), frame.module.site(node))
        return (Case(mask, unknown),) if mask else ()


_HOLDS_NOTHING = frozenset(
    {
        "abc.ABC",
        "builtins.object",
        *BASES,
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Protocol",
    }
)


def _has_more(cls: AnyClass, line: Line, contract: Contract) -> bool:
    """Whether instances of a class may have attributes that are not listed anywhere here."""
    match cls:
        case External(dotted):
            return dotted not in _HOLDS_NOTHING
        case StackClass(dotted) if not is_model(line):
            # Its `__init__` may set some.
            table = contract.class_table(dotted)
            return table is None or bool(table.flags.get("own-init", 0) & line.mask)
        case _:
            return False


def may_hold(cls: StackClass | External, name: str, contract: Contract) -> bool:
    """Whether a class that is not the provider's own may define a name."""
    if isinstance(cls, External):
        return cls.dotted not in _HOLDS_NOTHING or (cls.dotted in BASES and has_of_itself(name))
    table = contract.class_table(cls.dotted)
    return table is None or any(
        name in names for names in (table.methods, table.fields, table.attributes)
    )


def _takes_class(value: Value) -> bool:
    return isinstance(value, OwnFunction) and "classmethod" in value.decorators
