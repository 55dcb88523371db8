"""Exceptions of the provider's code: which are raised, and who catches them."""

import ast
import builtins

from validate_provider.record import replace
from validate_provider.source.branches import Branch, Branches, Reason
from validate_provider.source.frame import Frame, Scope
from validate_provider.source.nodes import nodes_of
from validate_provider.source.values import (
    Bound,
    Case,
    Caught,
    Constant,
    Dictionary,
    External,
    OwnClass,
    Raised,
    Sequence,
    StackClass,
    Unknown,
    covered,
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


class Exceptions(Branches):
    """Follows `try` and `with`."""

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
            for inner in nodes_of(statement)
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
            frame.raised.append(raised if handler is None else replace(raised, certain=False))
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


def _written(node: ast.expr | None) -> set[str]:
    """The names in a handler's type, as they are written; all exceptions for a bare one."""
    if node is None:
        return {"BaseException"}
    return {
        inner.id if isinstance(inner, ast.Name) else inner.attr
        for inner in nodes_of(node)
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


def _tells(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id in _LOGS
