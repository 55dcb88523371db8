"""Branches and loops of the provider's code, in each release."""

import ast

from validate_provider.source.branches import Branch, Reason
from validate_provider.source.changes import bound_names, changed_names
from validate_provider.source.exceptions import Exceptions
from validate_provider.source.frame import Frame
from validate_provider.source.nodes import nodes_of
from validate_provider.source.plain import NOT_PLAIN, excerpt, plain, plain_in
from validate_provider.source.values import (
    Case,
    Constant,
    Sequence,
    Unknown,
)


class Control(Exceptions):
    """Follows `if`, `match` and loops."""

    def _run_if(self, node: ast.If, frame: Frame) -> None:
        true, false, unknown = self.truth(node.test, frame, frame.alive)
        unknown &= frame.alive
        outside = self._is_outside(node.test, frame, unknown) if unknown else False
        self._run_within(node.body, frame, true)
        self._run_within(node.orelse, frame, false)
        if unknown:
            names = dict(frame.names)
            branches = [Branch(names, node.body), Branch(names, node.orelse)]
            reason = Reason(excerpt(node.test), outside)
            self._run_either(branches, frame, unknown, reason, node)

    def _run_for(self, node: ast.For, frame: Frame) -> None:
        cut = any(isinstance(inner, ast.Break | ast.Continue) for inner in nodes_of(node))
        for case in self.evaluate(node.iter, frame, frame.alive):
            items = None if cut else self.elements(case.value, case.mask)
            if items is None:
                self._give_up(node, frame, case.mask)
                continue
            for item in items:
                both = item.mask & case.mask & frame.alive
                others, frame.alive = frame.alive & ~both, both
                self.bind_target(node.target, (Case(both, item.value),), frame)
                self.run(node.body, frame)
                frame.alive |= others
            self._run_within(node.orelse, frame, case.mask)

    def _run_while(self, node: ast.While, frame: Frame) -> None:
        self._give_up(node, frame, frame.alive)

    def _run_asyncfor(self, node: ast.AsyncFor, frame: Frame) -> None:
        self._give_up(node, frame, frame.alive)

    def _run_match(self, node: ast.Match, frame: Frame) -> None:
        mask = frame.alive
        for subject in self.evaluate(node.subject, frame, mask):
            constant = NOT_PLAIN if isinstance(subject.value, Sequence) else plain(subject.value)
            if constant is not NOT_PLAIN:
                self._match_constant(node, constant, frame, subject.mask)
                mask &= ~subject.mask
        mask &= frame.alive
        if not mask:
            return
        branches: list[Branch] = []
        for case in node.cases:
            names = dict(frame.names)
            for name in bound_names(case.pattern):
                names[name] = self._unknown(node.subject, frame, mask)
            branches.append(Branch(names, case.body))
        last = node.cases[-1]
        if last.guard is not None or not _is_wildcard(last.pattern):
            branches.append(Branch(dict(frame.names), []))
        reason = Reason(excerpt(node.subject), self._is_outside(node.subject, frame, mask))
        self._run_either(branches, frame, mask, reason, node)

    def _match_constant(self, node: ast.Match, constant: object, frame: Frame, mask: int) -> None:
        """Follow the first `case` that takes a constant."""
        for case in node.cases:
            takes = self._takes(case.pattern, constant, frame, mask)
            if takes is False:
                continue
            if takes is None or case.guard is not None:
                rest = node.cases[node.cases.index(case) :]
                branches = [Branch(dict(frame.names), c.body) for c in rest]
                branches.append(Branch(dict(frame.names), []))
                reason = Reason(excerpt(node.subject), outside=True)
                self._run_either(branches, frame, mask & frame.alive, reason, node)
                return
            for name in bound_names(case.pattern):
                frame.bind(name, (Case(mask, Constant(constant)),))
            self._run_within(case.body, frame, mask)
            return

    def _takes(
        self, pattern: ast.pattern, constant: object, frame: Frame, mask: int
    ) -> bool | None:
        """Whether a pattern takes a constant; None if that can't be told."""
        match pattern:
            case ast.MatchValue(value=value):
                wanted = plain_in(self.evaluate(value, frame, mask), mask)
                return None if wanted is NOT_PLAIN else wanted == constant
            case ast.MatchSingleton(value=value):
                return constant is value
            case ast.MatchAs(pattern=None):
                return True
            case ast.MatchAs(pattern=inner) if inner is not None:
                return self._takes(inner, constant, frame, mask)
            case ast.MatchOr(patterns=patterns):
                answers = [self._takes(one, constant, frame, mask) for one in patterns]
                return True if True in answers else None if None in answers else False
        return None

    def _give_up(self, node: ast.stmt, frame: Frame, mask: int) -> None:
        """Forget what a statement that is not followed may bind, change or return."""
        why = self._head(node)
        for name in sorted(bound_names(node)):
            value = Unknown(f"`{name}` is bound in {why}", frame.module.site(node))
            frame.bind(name, (Case(mask, value),))
        self.forget(changed_names(node), frame, mask, node)
        if any(isinstance(inner, ast.Return) for inner in nodes_of(node)):
            frame.unsure |= mask
            value = Unknown(f"returns from {why}", frame.module.site(node))
            frame.returned.append(Case(mask, value))


def _is_wildcard(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None
