"""The few functions of the standard library that specs and guards are written with."""

import ast
from collections.abc import Callable

from validate_provider.record import replace
from validate_provider.source.classes import lines
from validate_provider.source.comprehensions import Comprehensions
from validate_provider.source.frame import Frame
from validate_provider.source.operations import small
from validate_provider.source.plain import plain, plain_in, truthiness
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Dictionary,
    Entry,
    External,
    Instance,
    Item,
    OwnClass,
    OwnModule,
    Partial,
    Raised,
    Sequence,
    Site,
    StackClass,
    StackModule,
    Unknown,
    covered,
    joined,
    narrowed,
)
from validate_provider.source.versions import NO_METADATA, installed, is_of_stack, parsed

_MOST_DIGITS = 9


class Library(Comprehensions):
    """Calls functions that are neither the provider's nor the stack's."""

    def call_external(
        self,
        dotted: str,
        given: Arguments,
        node: ast.Call,
        frame: Frame,
        mask: int,
    ) -> Cases:
        """The few functions of the standard library that specs and guards are written with."""
        positional, keywords = given.positional, given.keywords
        first = positional[0] if positional else ()
        match dotted:
            case "importlib.import_module" if len(positional) in {1, 2}:
                package = plain_in(positional[1], mask) if len(positional) == 2 else ""
                return self._each_text(
                    first,
                    mask,
                    node,
                    frame,
                    lambda text, m: self.import_module(
                        _absolute(text, str(package)), frame, m, frame.module.site(node)
                    ),
                )
            case "importlib.util.find_spec" if len(positional) == 1:
                return self._each_text(
                    first,
                    mask,
                    node,
                    frame,
                    lambda text, m: self._find_spec(text, m, frame, frame.module.site(node)),
                )
            case "importlib.metadata.version" if len(positional) == 1:
                return self._each_text(
                    first, mask, node, frame, lambda text, m: self._version(text, m, node, frame)
                )
            case "packaging.version.Version" | "packaging.version.parse" if len(positional) == 1:
                return self._each_text(
                    first,
                    mask,
                    node,
                    frame,
                    lambda text, m: tuple(
                        Case(m, made) for made in (parsed(text),) if made is not None
                    ),
                )
            case "os.getenv" | "os.environ.get" if len(positional) == 2:
                # What its author takes when nobody has set anything else.
                return narrowed(positional[1], mask)
            case "builtins.getattr" if len(positional) in {2, 3}:
                return self._getattr(positional, node, frame, mask)
            case "builtins.len" | "builtins.bool" | "builtins.int" if len(positional) == 1:
                return self._converted(dotted.rpartition(".")[2], first, node, frame, mask)
            case "builtins.map" if len(positional) == 2:
                return self._mapped(positional, node, frame, mask)
            case "builtins.any" | "builtins.all" if len(positional) == 1:
                return self._any_or_all(dotted.rpartition(".")[2], first, node, frame, mask)
            case "functools.partial" if positional and given.exact:
                rest = replace(given, positional=positional[1:])
                return tuple(Case(c.mask, Partial(c.value, rest)) for c in narrowed(first, mask))
            case "builtins.globals" | "builtins.vars" | "builtins.locals" | "builtins.exec":
                name = dotted.rpartition(".")[2]
                frame.module.open = f"it calls `{name}()`"
            case "builtins.eval":
                frame.module.open = "it calls `eval()`"
            case "builtins.setattr":
                self._set_attribute(first, frame)
            case "typing.cast" if len(positional) == 2:
                return narrowed(positional[1], mask)
            case "builtins.list" | "builtins.tuple" | "builtins.set" | "builtins.dict":
                kind = dotted.rpartition(".")[2]
                if not positional and not keywords:
                    empty = Dictionary(()) if kind == "dict" else Sequence(kind, ())
                    return (Case(mask, empty),)
                made = self._made(kind, given, mask)
                if made is not None:
                    return made
            case "builtins.isinstance" if len(positional) == 2:
                return self._isinstance(positional, node, frame, mask)
            case "builtins.hasattr" if len(positional) == 2:
                return self._hasattr(positional, node, frame, mask)
            case "builtins.str" if len(positional) == 1:
                texts = narrowed(first, mask)
                if all(isinstance(case.value, Constant) for case in texts):
                    return tuple(
                        Case(case.mask, Constant(str(case.value.value)))
                        for case in texts
                        if isinstance(case.value, Constant)
                    )
        return self._unknown(node, frame, mask)

    def _made(self, kind: str, given: Arguments, mask: int) -> Cases | None:
        """`list(...)`, `dict(...)` and their like; None if that can't be told."""
        first = narrowed(given.positional[0], mask) if given.positional else ()
        if kind == "dict":
            made = Dictionary(())
            for case in first:
                if not isinstance(case.value, Dictionary):
                    return None
                made = made.updated(case.value, case.mask)
            for key, cases in given.keywords.items():
                for case in narrowed(cases, mask):
                    made = made.with_entry(Entry(case.mask, key, case.value))
            return (Case(mask, made),) if given.exact else None
        found: list[Case] = []
        for case in first:
            items = case.value.items if isinstance(case.value, Sequence) else None
            if items is None:
                items = self.elements(case.value, case.mask)
            if items is None:
                return None
            found.append(Case(case.mask, Sequence(kind, items)))
        return tuple(found)

    def _version(self, distribution: str, mask: int, node: ast.Call, frame: Frame) -> Cases:
        """`importlib.metadata.version`: known for the stack, which each release is."""
        site = frame.module.site(node)
        if not is_of_stack(distribution, self.contract):
            return self._unknown(node, frame, mask)
        cases: list[Case] = []
        missing = 0
        for bit, version in installed(distribution, mask, self.contract):
            if version is None:
                missing |= bit
            else:
                cases.append(Case(bit, Constant(version)))
        told = covered(tuple(cases)) | missing
        frame.fail(
            Raised(
                missing,
                "PackageNotFoundError",
                NO_METADATA.format(distribution),
                site,
                certain=True,
                subject=distribution,
                kinds=("ModuleNotFoundError", "ImportError"),
            )
        )
        return joined([*cases, *self._unknown(node, frame, mask & ~told)])

    def _converted(self, name: str, cases: Cases, node: ast.Call, frame: Frame, mask: int) -> Cases:
        results: list[Case] = []
        for case in narrowed(cases, mask):
            value = plain(case.value)
            items = self.elements(case.value, case.mask)
            made: Constant | None = None
            if name == "len" and isinstance(value, str):
                made = Constant(len(value))
            elif name == "len" and items is not None and all(i.mask == case.mask for i in items):
                made = Constant(len(items))
            elif name == "bool" and truthiness(case.value) is not None:
                made = Constant(truthiness(case.value))
            elif name == "int" and isinstance(value, str) and value.isdecimal() and small(value):
                made = Constant(int(value[:_MOST_DIGITS]))
            results.extend(
                (Case(case.mask, made),) if made else self._unknown(node, frame, case.mask)
            )
        return joined(results)

    def _mapped(
        self, positional: tuple[Cases, ...], node: ast.Call, frame: Frame, mask: int
    ) -> Cases:
        """`map(int, texts)` and the like."""
        function = [case.value for case in narrowed(positional[0], mask)]
        names = {"builtins.int": "int", "builtins.bool": "bool", "builtins.len": "len"}
        name = names.get(function[0].dotted) if isinstance(function[0], External) else None
        results: list[Case] = []
        for case in narrowed(positional[1], mask):
            made: list[Item] = []
            items = self.elements(case.value, case.mask) if name and len(function) == 1 else None
            for item in items or ():
                done = self._converted(
                    name or "", (Case(item.mask, item.value),), node, frame, item.mask
                )
                made.extend(Item(one.mask, one.value) for one in done)
            whole = (Case(case.mask, Sequence("list", tuple(made))),)
            results.extend(self._unknown(node, frame, case.mask) if items is None else whole)
        return joined(results)

    def _any_or_all(
        self, name: str, cases: Cases, node: ast.Call, frame: Frame, mask: int
    ) -> Cases:
        """`any` and `all`, whose answer the first element settles that differs from the rest."""
        settles = name == "any"
        results: list[Case] = []
        for case in narrowed(cases, mask):
            rest = case.mask
            items = self.elements(case.value, case.mask)
            for item in items or ():
                true = truthiness(item.value)
                if true is None:
                    items = None
                elif true is settles:
                    results.append(Case(item.mask & rest, Constant(settles)))
                    rest &= ~item.mask
            known = (Case(rest, Constant(not settles)),)
            results.extend(self._unknown(node, frame, rest) if items is None else known)
        return joined(results)

    def _getattr(
        self, positional: tuple[Cases, ...], node: ast.Call, frame: Frame, mask: int
    ) -> Cases:
        """`getattr` with a name that is written out, and perhaps a default."""
        name = plain_in(positional[1], mask)
        if not isinstance(name, str):
            return self._unknown(node, frame, mask)
        site = frame.module.site(node)
        results: list[Case] = []
        for case in narrowed(positional[0], mask):
            if len(positional) == 2:
                results.extend(self.attribute(case.value, name, frame, case.mask, site))
                continue
            trial = Frame(frame.module, case.mask)
            found = self.attribute(case.value, name, trial, case.mask, site)
            results.extend(found)
            results.extend(narrowed(positional[2], case.mask & ~covered(found)))
        return joined(results)

    def _set_attribute(self, owners: Cases, frame: Frame) -> None:
        """`setattr`: the object may have any name from now on."""
        for case in owners:
            match case.value:
                case OwnClass():
                    case.value.open = True
                case OwnModule(module):
                    module.open = "it is changed by `setattr()`"
                case _:
                    frame.module.open = "it calls `setattr()`"

    def _each_text(
        self,
        cases: Cases,
        mask: int,
        node: ast.Call,
        frame: Frame,
        act: Callable[[str, int], Cases],
    ) -> Cases:
        results: list[Case] = []
        for case in narrowed(cases, mask):
            if isinstance(case.value, Constant) and isinstance(case.value.value, str):
                results.extend(act(case.value.value, case.mask))
            else:
                results.extend(self._unknown(node, frame, case.mask))
        return joined(results)

    def _find_spec(self, dotted: str, mask: int, frame: Frame, site: Site) -> Cases:
        """`find_spec` imports the parents of what it looks for, and raises if one is missing."""
        found = External("importlib.machinery.ModuleSpec")
        parent = dotted.rpartition(".")[0]
        if self.contract.is_stack(dotted):
            if parent:
                mask = covered(self.import_module(parent, frame, mask, site))
            has = self.contract.module(dotted) & mask
            return joined([Case(has, found), Case(mask & ~has, Constant(None))])
        if self.sources.module(dotted):
            return (Case(mask, found),)
        return (Case(mask, Unknown(f"whether `{dotted}` is installed", site)),)

    def _isinstance(
        self, positional: tuple[Cases, ...], node: ast.Call, frame: Frame, mask: int
    ) -> Cases:
        """Decided for an object that was made of a class whose bases can all be read."""
        results: list[Case] = []
        for made in narrowed(positional[0], mask):
            for wanted in narrowed(positional[1], made.mask):
                match made.value, wanted.value:
                    case Instance(OwnClass() | StackClass() as cls), OwnClass() | StackClass():
                        for line in lines(cls, wanted.mask, self.contract):
                            if wanted.value in line.classes:
                                results.append(Case(line.mask, Constant(value=True)))
                            elif line.unknown:
                                results.extend(self._unknown(node, frame, line.mask))
                            else:
                                results.append(Case(line.mask, Constant(value=False)))
                    case _:
                        results.extend(self._unknown(node, frame, wanted.mask))
        return joined(results)

    def _hasattr(
        self, positional: tuple[Cases, ...], node: ast.Call, frame: Frame, mask: int
    ) -> Cases:
        name = plain_in(positional[1], mask)
        if not isinstance(name, str):
            return self._unknown(node, frame, mask)
        results: list[Case] = []
        for case in narrowed(positional[0], mask):
            known = isinstance(case.value, OwnModule | StackModule) or (
                isinstance(case.value, StackClass) and case.value.dotted.endswith(".Api")
            )
            if not known:
                results.extend(self._unknown(node, frame, case.mask))
                continue
            trial = Frame(frame.module, case.mask)
            site = frame.module.site(node)
            has = covered(self.attribute(case.value, name, trial, case.mask, site))
            results.append(Case(has, Constant(value=True)))
            results.append(Case(case.mask & ~has, Constant(value=False)))
        return joined(results)


def _absolute(name: str, package: str) -> str:
    """The module that a name with dots before it means, seen from a package."""
    dots = len(name) - len(name.lstrip("."))
    if not dots:
        return name
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - dots + 1], name[dots:]])
