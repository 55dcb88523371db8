"""The few functions of the standard library that specs and guards are written with."""

import ast
from collections.abc import Callable

from validate_provider.source.classes import lines
from validate_provider.source.expressions import Expressions
from validate_provider.source.frame import Frame
from validate_provider.source.plain import plain_in
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Dictionary,
    Entry,
    External,
    Instance,
    OwnClass,
    OwnModule,
    Sequence,
    Site,
    StackClass,
    StackModule,
    Unknown,
    covered,
    joined,
    narrowed,
)


class Library(Expressions):
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
            case "importlib.import_module" if len(positional) == 1:
                return self._each_text(
                    first,
                    mask,
                    node,
                    frame,
                    lambda text, m: self.import_module(text, frame, m, frame.module.site(node)),
                )
            case "importlib.util.find_spec" if len(positional) == 1:
                return self._each_text(
                    first,
                    mask,
                    node,
                    frame,
                    lambda text, m: self._find_spec(text, m, frame, frame.module.site(node)),
                )
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
                if kind != "dict" and all(isinstance(case.value, Sequence) for case in first):
                    return tuple(
                        Case(case.mask, Sequence(kind, case.value.items))
                        for case in narrowed(first, mask)
                        if isinstance(case.value, Sequence)
                    )
                if kind == "dict" and not positional:
                    entries = [
                        Entry(case.mask, key, case.value)
                        for key, cases in keywords.items()
                        for case in narrowed(cases, mask)
                    ]
                    return (Case(mask, Dictionary(tuple(entries))),)
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
