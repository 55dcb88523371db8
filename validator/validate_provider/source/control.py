"""Branches, loops and exceptions of the provider's code, in each release."""

import ast
import builtins
from collections.abc import Sequence as Several
from typing import NamedTuple

from validate_provider.source.changes import bound_names, changed_names
from validate_provider.source.definitions import Definitions
from validate_provider.source.frame import Frame, Scope
from validate_provider.source.merging import agreed
from validate_provider.source.plain import NOT_PLAIN, excerpt, plain, plain_in
from validate_provider.source.values import (
    Bound,
    Case,
    Caught,
    Constant,
    Dictionary,
    External,
    OwnClass,
    OwnFunction,
    Raised,
    Sequence,
    StackClass,
    Unknown,
    covered,
    joined,
    narrowed,
)

_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})
_BROAD = frozenset({"BaseException", "Exception"})
_LOGS = frozenset({"LOG", "LOGGER", "_logger", "log", "logger", "logging", "print", "warnings"})
"""What is called to tell something: it is taken not to raise."""

_KNOWN = frozenset(
    {
        "builtins.bool",
        "builtins.dict",
        "builtins.getattr",
        "builtins.hasattr",
        "builtins.int",
        "builtins.len",
        "builtins.list",
        "builtins.set",
        "builtins.str",
        "builtins.tuple",
        "importlib.import_module",
        "importlib.metadata.version",
        "importlib.util.find_spec",
        "packaging.version.Version",
        "packaging.version.parse",
    }
)
"""Functions of which each outcome is followed, the exceptions included."""
_ABOUT_VALUES = frozenset(
    {"collections", "dataclasses", "enum", "json", "pydantic", "re", "typing", "urllib"}
)
"""Modules whose functions look at what they are given, and at nothing else."""


class Branch(NamedTuple):
    """One of several ways to go on."""

    names: Scope
    """What is bound at its start."""
    body: list[ast.stmt]
    alive: int = -1
    """The releases that can take it."""


class Reason(NamedTuple):
    """What decides which branch is taken."""

    condition: str
    """For people."""
    outside: bool
    """It depends on the machine: on what is installed, on the environment."""


class End(NamedTuple):
    """How one of several branches ended."""

    names: Scope
    alive: int
    """The releases that reached its end."""
    left: int
    """The releases that returned, for certain or not."""
    unsure: int
    raised: list[Raised]


class Control(Definitions):
    """Follows compound statements."""

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

    def _is_outside(self, test: ast.expr, frame: Frame, mask: int) -> bool:
        """Whether a condition depends on the machine, and not on the run config alone."""
        trial = Frame(frame.module, mask, names=dict(frame.names), outer=frame.outer)
        for inner in ast.walk(test):
            if not isinstance(inner, ast.Name):
                continue
            holder = frame.holder(inner.id)
            for case in self.evaluate(inner, trial, mask):
                match case.value:
                    case Unknown(outside=outside):
                        if outside or holder is None or holder.outer is None:
                            return True
                    case OwnFunction():
                        return True
                    case External(dotted) if not dotted.startswith("builtins."):
                        return dotted.partition(".")[0] not in _ABOUT_VALUES
        return False

    def _run_within(self, body: list[ast.stmt], frame: Frame, mask: int) -> None:
        """Follow a branch that only the releases of `mask` take."""
        mask &= frame.alive
        if not mask or not body:
            return
        others = frame.alive & ~mask
        frame.alive = mask
        self.run(body, frame)
        frame.alive |= others

    def _run_either(
        self, branches: Several[Branch], frame: Frame, mask: int, reason: Reason, node: ast.AST
    ) -> None:
        """Follow branches of which one is taken, and keep what they agree on.

        Args:
            branches: For each, the names at its start, and its body.
            frame: The scope.
            mask: The releases in which it can't be told which branch is taken.
            reason: What decides it.
            node: The statement.
        """
        before, unsure, others = dict(frame.names), frame.unsure, frame.alive & ~mask
        raised, returned = frame.raised, len(frame.returned)
        ends: list[End] = []
        for branch in branches:
            frame.names.clear()
            frame.names.update(branch.names)
            frame.alive, frame.unsure, frame.raised = mask & branch.alive, unsure, []
            already = len(frame.returned)
            self.run(branch.body, frame)
            left = covered(tuple(frame.returned[already:])) & mask | mask & ~branch.alive
            ends.append(End(dict(frame.names), frame.alive, left, frame.unsure, frame.raised))
        frame.raised = raised
        survived = 0
        for end in ends:
            survived |= end.alive | end.left
        for one in (one for end in ends for one in end.raised):
            ignored = survived if self.running and one.deliberate and not reason.outside else 0
            if one.mask & ~ignored:
                frame.raised.append(one._replace(mask=one.mask & ~ignored, certain=False))
        alive = 0
        for end in ends:
            alive |= end.alive
            unsure |= end.unsure
        # Where it may have returned, what follows is not reached for certain.
        frame.unsure = unsure | covered(tuple(frame.returned[returned:])) & mask
        frame.alive = alive | others
        frame.names.clear()
        frame.names.update(self._agreed(before, ends, mask, reason, frame, node))

    def _agreed(
        self,
        before: Scope,
        ends: list[End],
        mask: int,
        reason: Reason,
        frame: Frame,
        node: ast.AST,
    ) -> Scope:
        site = frame.module.site(node)
        parts = _by_survivors(ends, mask)
        merged: Scope = {}
        for name in dict.fromkeys(name for end in ends for name in (*before, *end.names)):
            why = f"`{name}` depends on {reason.condition}"
            unknown = Unknown(why, site, reason.outside)
            inside: list[Case] = []
            for part, survivors in parts:
                inside.extend(agreed([s.names.get(name, ()) for s in survivors], part, unknown))
            merged[name] = joined([*narrowed(before.get(name, ()), ~mask), *inside])
        return merged

    def _run_try(self, node: ast.Try, frame: Frame) -> None:
        outer, frame.raised = frame.raised, []
        start, start_names, guarded = frame.alive, dict(frame.names), frame.guarded
        frame.guarded += any(self._catches_import(handler) for handler in node.handlers)
        self.run(node.body, frame)
        frame.guarded = guarded
        inner, frame.raised = frame.raised, outer
        self.run(node.orelse, frame)
        foreseen = 0
        for raised in inner:
            foreseen |= raised.mask if raised.certain else 0
            self._caught_or_not(raised, node, frame)
        if node.handlers and self._may_raise(node.body, frame, start):
            self._unforeseen(node, frame, start & ~foreseen, start_names)
        self.run(node.finalbody, frame)

    _run_trystar = _run_try

    def _may_raise(self, body: list[ast.stmt], frame: Frame, mask: int) -> bool:
        """Whether statements do more than import, define, tell, and call what is known."""
        trial = Frame(frame.module, mask, names=dict(frame.names), outer=frame.outer)
        return any(
            isinstance(inner, ast.Call | ast.Subscript | ast.Await)
            and not _tells(inner)
            and not self._is_known(inner, trial, mask)
            for statement in body
            if not isinstance(
                statement,
                ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
            )
            for inner in ast.walk(statement)
        )

    def _is_known(self, node: ast.AST, trial: Frame, mask: int) -> bool:
        """Whether a call or subscript is one whose outcome can be told."""
        if isinstance(node, ast.Call):
            for case in self.evaluate(node.func, trial, mask):
                match case.value:
                    case External(dotted) if dotted in _KNOWN:
                        continue
                    case Bound(Constant() | Sequence() | Dictionary(), _):
                        continue
                return False
        elif not isinstance(node, ast.Subscript):
            return False
        trial.alive = mask
        return not any(isinstance(case.value, Unknown) for case in self.evaluate(node, trial, mask))

    def _caught_or_not(self, raised: Raised, node: ast.Try, frame: Frame) -> None:
        """Follow the handler that takes an exception of the body, if one does."""
        handler, sure = self._handler(node.handlers, raised, frame)
        if handler is None or not sure:
            frame.raised.append(raised if handler is None else raised._replace(certain=False))
        if handler is None:
            return
        after = frame.alive
        if raised.certain and sure:
            frame.alive = raised.mask
            self._handle(handler, raised, frame)
            frame.alive |= after
            return
        mask = raised.mask if raised.certain else raised.mask & after
        frame.alive = after | mask
        names = dict(frame.marks.get(raised.site, frame.names))
        if handler.name:
            names[handler.name] = (Case(mask, Caught(raised)),)
        condition = f"whether `{raised.subject or raised.exception}` is there"
        reason = Reason(condition, outside=not raised.deliberate)
        frame.handling.append(raised)
        branches = [Branch(names, handler.body), Branch(dict(frame.names), [])]
        self._run_either(branches, frame, mask, reason, node)
        frame.handling.pop()

    def _handle(self, handler: ast.ExceptHandler, raised: Raised, frame: Frame) -> None:
        if handler.name:
            frame.bind_value(handler.name, Caught(raised), frame.alive)
        frame.handling.append(raised)
        self.run(handler.body, frame)
        frame.handling.pop()

    def _unforeseen(self, node: ast.Try, frame: Frame, mask: int, start: Scope) -> None:
        """A body that calls what is not read may raise what is not seen: follow both ways."""
        wide = [h for h in node.handlers if not self._catches_import(h) or _is_broad(h)]
        mask &= ~frame.unsure
        if not wide or not mask:
            return
        after = frame.alive
        frame.alive = after | mask
        branches = [Branch(dict(frame.names), [], after)]
        for handler in wide:
            names = dict(start)
            if handler.name:
                unknown = Unknown("the exception", frame.module.site(handler))
                names[handler.name] = (Case(mask, unknown),)
            branches.append(Branch(names, handler.body))
        site = frame.module.site(node)
        raised = Raised(mask, "Exception", "", site, certain=False, deliberate=True)
        frame.handling.append(raised)
        reason = Reason("whether its `try` fails", outside=not self.running)
        self._run_either(branches, frame, mask, reason, node)
        frame.handling.pop()
        # Where the body returned, only an exception leads here.
        frame.unsure |= mask & ~after

    def _catches_import(self, handler: ast.ExceptHandler) -> bool:
        return bool((_IMPORT_ERRORS | _BROAD) & _written(handler.type))

    def _handler(
        self, handlers: list[ast.ExceptHandler], raised: Raised, frame: Frame
    ) -> tuple[ast.ExceptHandler | None, bool]:
        """The handler that catches an exception, and whether that is sure."""
        for handler in handlers:
            names, readable = self._kinds(handler.type, raised.mask, frame)
            if any(_is_a(raised, name) for name in names):
                return handler, True
            if not readable:
                return handler, False
        return None, True

    def _kinds(self, node: ast.expr | None, mask: int, frame: Frame) -> tuple[set[str], bool]:
        """The names of the exceptions that a handler catches, and whether all could be read."""
        if node is None:
            return {"BaseException"}, True
        trial = Frame(frame.module, mask, names=frame.names, outer=frame.outer)
        names: set[str] = set()
        readable = True
        values = [case.value for case in self.evaluate(node, trial, mask)]
        while values:
            match values.pop():
                case Sequence(_, items):
                    values.extend(item.value for item in items)
                case External() | OwnClass() | StackClass() as cls:
                    names.add(cls.title)
                case _:
                    readable = False
        return names, readable

    def _run_with(self, node: ast.With | ast.AsyncWith, frame: Frame) -> None:
        for item in node.items:
            match item.context_expr:
                case ast.Call(func=function, args=exceptions):
                    for case in self.evaluate(function, frame, frame.alive):
                        if case.value == External("contextlib.suppress"):
                            self._run_suppressed(exceptions, node, frame)
                            return
            cases = self.evaluate(item.context_expr, frame, frame.alive)
            if item.optional_vars is not None:
                unknown = self._unknown(item.context_expr, frame, covered(cases))
                self.bind_target(item.optional_vars, unknown, frame)
        self.run(node.body, frame)

    _run_asyncwith = _run_with

    def _run_suppressed(
        self, exceptions: list[ast.expr], node: ast.With | ast.AsyncWith, frame: Frame
    ) -> None:
        """`with suppress(...)` is a `try` whose handler does nothing."""
        caught = ast.copy_location(ast.Tuple(exceptions, ast.Load()), node)
        handler = ast.copy_location(ast.ExceptHandler(caught, None, []), node)
        self._run_try(ast.copy_location(ast.Try(node.body, [handler], [], []), node), frame)

    def _run_for(self, node: ast.For, frame: Frame) -> None:
        cut = any(isinstance(inner, ast.Break | ast.Continue) for inner in ast.walk(node))
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
        if any(isinstance(inner, ast.Return) for inner in ast.walk(node)):
            frame.unsure |= mask
            value = Unknown(f"returns from {why}", frame.module.site(node))
            frame.returned.append(Case(mask, value))


def _written(node: ast.expr | None) -> set[str]:
    """The names in a handler's type, as they are written; all exceptions for a bare one."""
    if node is None:
        return {"BaseException"}
    return {
        inner.id if isinstance(inner, ast.Name) else inner.attr
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name | ast.Attribute)
    }


def _is_broad(handler: ast.ExceptHandler) -> bool:
    return bool(_BROAD & _written(handler.type))


def _is_a(raised: Raised, name: str) -> bool:
    """Whether an exception is caught under a name, by what Python's own classes inherit."""
    caught = getattr(builtins, name, None)
    for kind in (raised.exception, *raised.kinds):
        own = getattr(builtins, kind, None)
        if kind == name:
            return True
        if isinstance(own, type) and isinstance(caught, type) and issubclass(own, caught):
            return True
    return name in _BROAD


def _is_wildcard(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _tells(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id in _LOGS


def _by_survivors(ends: list[End], mask: int) -> list[tuple[int, list[End]]]:
    """Split releases by which branches reach their end; those that none reaches are left out."""
    parts: list[tuple[int, list[End]]] = [(mask, [])]
    for end in ends:
        parts = [
            (part, found)
            for whole, so_far in parts
            for part, found in (
                (whole & end.alive, [*so_far, end]),
                (whole & ~end.alive, so_far),
            )
            if part
        ]
    return [(part, found) for part, found in parts if found]
