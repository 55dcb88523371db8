"""Comprehensions over what is written out, in each release."""

import ast
from abc import abstractmethod
from collections.abc import Callable

from validate_provider.record import replace
from validate_provider.source.expressions import Expressions
from validate_provider.source.frame import Frame
from validate_provider.source.values import (
    Case,
    Cases,
    Constant,
    Dictionary,
    Entry,
    Item,
    Sequence,
    Value,
    joined,
)

_LONGEST = 500

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class UnreadError(Exception):
    """Something in a comprehension can't be told."""


class Comprehensions(Expressions):
    """Follows a comprehension item by item."""

    @abstractmethod
    def bind_target(self, target: ast.expr, cases: Cases, frame: Frame) -> None:
        """Bind what stands left of `=` or after `for`."""

    def elements(self, value: Value, mask: int) -> tuple[Item, ...] | None:
        """What iterating over a value gives; None if that can't be told."""
        match value:
            case Sequence(_, items) if not any(item.perhaps for item in items):
                found = tuple(replace(item, mask=item.mask & mask) for item in items)
            case Dictionary(entries):
                found = tuple(Item(e.mask & mask, Constant(e.key)) for e in entries)
            case _:
                return None
        found = tuple(item for item in found if item.mask)
        return found if len(found) <= _LONGEST else None

    def _eval_listcomp(self, node: ast.ListComp, frame: Frame, mask: int) -> Cases:
        return self._collected("list", node, node.elt, frame, mask)

    def _eval_setcomp(self, node: ast.SetComp, frame: Frame, mask: int) -> Cases:
        return self._collected("set", node, node.elt, frame, mask)

    def _eval_generatorexp(self, node: ast.GeneratorExp, frame: Frame, mask: int) -> Cases:
        return self._collected("list", node, node.elt, frame, mask)

    def _collected(
        self, kind: str, node: Comprehension, element: ast.expr, frame: Frame, mask: int
    ) -> Cases:
        results: list[Case] = []
        for whole in self.evaluate(node.generators[0].iter, frame, mask):
            part = whole.mask
            # Each on its own, so that what is one list in a release stays one.
            items: list[Item] = []

            def take(inner: Frame, inside: int, items: list[Item] = items) -> None:
                items.extend(Item(c.mask, c.value) for c in self.evaluate(element, inner, inside))

            if self._follow_generators(node, frame, part, take):
                results.append(Case(part, Sequence(kind, tuple(items))))
            else:
                results.extend(self._unknown(node, frame, part))
        return joined(results)

    def _eval_dictcomp(self, node: ast.DictComp, frame: Frame, mask: int) -> Cases:
        made = [Dictionary(())]

        def take(inner: Frame, part: int) -> None:
            for key in self.evaluate(node.key, inner, part):
                if not isinstance(key.value, Constant):
                    raise UnreadError
                for case in self.evaluate(node.value, inner, key.mask):
                    made[0] = made[0].with_entry(Entry(case.mask, key.value.value, case.value))

        if not self._follow_generators(node, frame, mask, take):
            return self._unknown(node, frame, mask)
        return (Case(mask, made[0]),)

    def _follow_generators(
        self, node: Comprehension, frame: Frame, mask: int, take: Callable[[Frame, int], None]
    ) -> bool:
        """Run through the `for` and `if` of a comprehension; False if something is unread."""
        inner = Frame(frame.module, mask, outer=frame)
        inner.unsure = frame.unsure
        try:
            self._generate(node.generators, inner, frame, mask, take)
        except UnreadError:
            return False
        for raised in inner.raised:
            frame.fail(raised)
        return True

    def _generate(
        self,
        generators: list[ast.comprehension],
        inner: Frame,
        around: Frame,
        mask: int,
        take: Callable[[Frame, int], None],
    ) -> None:
        if not generators:
            take(inner, mask)
            return
        first, *rest = generators
        for case in self.evaluate(first.iter, around, mask):
            items = None if first.is_async else self.elements(case.value, case.mask)
            if items is None:
                raise UnreadError
            for item in items:
                self.bind_target(first.target, (Case(item.mask, item.value),), inner)
                part = item.mask
                for test in first.ifs:
                    true, _false, unknown = self.truth(test, inner, part)
                    if unknown:
                        raise UnreadError
                    part &= true
                self._generate(rest, inner, inner, part & inner.alive, take)
