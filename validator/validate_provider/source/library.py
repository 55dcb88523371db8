"""The few functions of the standard library that specs and guards are written with."""

import ast
from collections.abc import Callable

from validate_provider.source.frame import Frame
from validate_provider.source.lookups import Lookups
from validate_provider.source.plain import plain_in
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Dictionary,
    Entry,
    External,
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


class Library(Lookups):
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
                return self._each_text(first, mask, node, frame, self._find_spec)
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

    def _find_spec(self, dotted: str, mask: int) -> Cases:
        if self.contract.is_stack(dotted):
            has = self.contract.module(dotted) & mask
            found = External("importlib.machinery.ModuleSpec")
            return joined([Case(has, found), Case(mask & ~has, Constant(None))])
        if self.sources.module(dotted):
            return (Case(mask, External("importlib.machinery.ModuleSpec")),)
        why = f"whether `{dotted}` is installed"
        return (Case(mask, Unknown(why, Site("", 1, 0))),)

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
