"""Functions and classes that the provider defines, in each release."""

import ast

from validate_provider.source.classes import lines
from validate_provider.source.dataclass import refused_field
from validate_provider.source.frame import Frame
from validate_provider.source.models import is_model, refused_attribute
from validate_provider.source.nodes import nodes_of
from validate_provider.source.statements import Statements
from validate_provider.source.values import (
    Arguments,
    Bound,
    Case,
    External,
    FieldCase,
    FieldCases,
    OwnClass,
    OwnFunction,
    Raised,
    StackClass,
    StackObject,
    Unknown,
    Value,
)

_FUTURE = (Case(-1, External("__future__.annotations")),)


class Definitions(Statements):
    """Follows `def` and `class`."""

    def _run_functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        arguments = node.args
        for default in (*arguments.defaults, *(d for d in arguments.kw_defaults if d)):
            self.evaluate(default, frame, frame.alive)
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        stars = (star for star in (arguments.vararg, arguments.kwarg) if star)
        generic = bool(getattr(node, "type_params", ()))
        for annotation in (*(a.annotation for a in (*every, *stars)), node.returns):
            if annotation is not None and not generic:
                self._check_annotation(annotation, frame)
        made = self._decorated(OwnFunction(node, (), frame), node.decorator_list, frame)
        frame.bind_value(node.name, made, frame.alive)

    def _decorated(self, made: Value, decorators: list[ast.expr], frame: Frame) -> Value:
        """What stands for a function or class when its decorators have been called."""
        for node in reversed(decorators):
            follows = self._own_decorator(node, frame)
            if follows is not None:
                given = Arguments(((Case(frame.alive, made),),), {}, {}, exact=True)
                site = frame.module.site(node)
                results = self.call_own(follows, given, frame, frame.alive, site)
                if len(results) == 1 and isinstance(results[0].value, OwnFunction | OwnClass):
                    made = results[0].value
                    continue
            name = "?" if follows is not None else self._decorator(node, frame)
            match made:
                case OwnFunction():
                    made.decorators = (name, *made.decorators)
                    made.wrapped = self._wrapped(node, frame) or made.wrapped
                case OwnClass() if name == "?":
                    made.open = True
        return made

    def _own_decorator(self, node: ast.expr, frame: Frame) -> OwnFunction | None:
        """The provider's own function that a decorator is, if it is one everywhere."""
        trial = Frame(frame.module, frame.alive, names=frame.names, outer=frame.outer)
        target = node.func if isinstance(node, ast.Call) else node
        values = [case.value for case in self.evaluate(target, trial, frame.alive)]
        if len(values) != 1 or not isinstance(values[0], OwnFunction) or not self.has_time:
            return None
        if isinstance(node, ast.Call):
            values = [case.value for case in self.evaluate(node, trial, frame.alive)]
        found = values[0] if len(values) == 1 else None
        return found if isinstance(found, OwnFunction) else None

    def _wrapped(self, node: ast.expr, frame: Frame) -> OwnFunction | None:
        """What `functools.wraps(function)` is called with."""
        match node:
            case ast.Call(args=[argument]):
                values = [case.value for case in self.evaluate(argument, frame, frame.alive)]
                if len(values) == 1 and isinstance(values[0], OwnFunction):
                    return values[0]
        return None

    def _check_annotation(self, node: ast.expr, frame: Frame) -> None:
        """Names in an annotation must exist, unless it is never evaluated.

        From Python 3.14 on it is when somebody asks, as the loader does for a factory's; the
        stacks are run on older ones.
        """
        if frame.module.names.get("annotations") == _FUTURE:
            return
        for inner in nodes_of(node):
            if isinstance(inner, ast.Name):
                self.lookup(inner.id, frame, frame.alive, frame.module.site(inner))

    _run_asyncfunctiondef = _run_functiondef

    def _run_typealias(self, node: ast.AST, frame: Frame) -> None:
        # `type X = ...`, in the syntax tree from Python 3.12.
        name = getattr(node, "name", None)
        if isinstance(name, ast.Name):
            frame.bind(name.id, self._unknown(node, frame, frame.alive))

    def _decorator(self, node: ast.expr, frame: Frame) -> str:
        target = node.func if isinstance(node, ast.Call) else node
        names = set()
        for case in self.evaluate(target, frame, frame.alive):
            match case.value:
                case External(dotted) | StackObject(dotted) | StackClass(dotted):
                    names.add(dotted.removeprefix("builtins."))
                case Bound(_, "setter" | "getter" | "deleter") | Unknown():
                    names.add("property" if isinstance(target, ast.Attribute) else "?")
                case _:
                    names.add("?")
        return names.pop() if len(names) == 1 else "?"

    def _run_classdef(self, node: ast.ClassDef, frame: Frame) -> None:
        bases = tuple(self.evaluate(base, frame, frame.alive) for base in node.bases)
        body = Frame(frame.module, frame.alive, outer=frame, is_class=True)
        body.guarded = frame.guarded
        self.run(node.body, body)
        fields: dict[str, FieldCases] = {}
        for statement in node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    fields[name] = (FieldCase(frame.alive, statement),)
                    self._check_annotation(annotation, body)
        frame.raised.extend(body.raised)
        frame.alive &= body.alive
        made = OwnClass(
            frame.module,
            node,
            bases,
            body.names,
            fields,
            open_=_has_metaclass(node) or _names_itself(node),
        )
        self._create(made, frame)
        self._check_dataclass(node, frame)
        value = self._decorated(made, node.decorator_list, frame)
        frame.bind_value(node.name, value, frame.alive)

    def _check_dataclass(self, node: ast.ClassDef, frame: Frame) -> None:
        refusal = refused_field(node) if node.decorator_list else None
        decorators = [self._decorator(one, frame) for one in node.decorator_list if refusal]
        if refusal and "dataclasses.dataclass" in decorators:
            site = frame.module.site(refusal.node)
            frame.fail(Raised(frame.alive, refusal.exception, refusal.message, site, certain=True))

    def _create(self, made: OwnClass, frame: Frame) -> None:
        """What Python, or pydantic, refuses when a class statement has been read."""
        if not made.bases:
            return
        site = frame.module.site(made.node)
        duplicate = _duplicate(made)
        for line in lines(made, frame.alive, self.contract):
            if duplicate or line.conflict:
                names = ", ".join(cls.title for cls in line.conflict)
                message = duplicate or (
                    f"Cannot create a consistent method resolution\norder (MRO) for bases {names}"
                )
                frame.fail(Raised(line.mask, "TypeError", message, site, certain=True))
            elif is_model(line) and not line.unknown:
                message = refused_attribute(made, line, self.contract)
                if message:
                    mask = line.mask
                    frame.fail(Raised(mask, "PydanticUserError", message, site, certain=True))


def _duplicate(made: OwnClass) -> str:
    """Why a class can't have a base twice, in Python's words; empty if it has none twice."""
    seen: list[object] = []
    for cases in made.bases:
        value = cases[0].value if len(cases) == 1 else None
        if isinstance(value, OwnClass | StackClass | External) and value.title != "Generic":
            if value in seen:
                return f"duplicate base class {value.title}"
            seen.append(value)
    return ""


def _names_itself(node: ast.ClassDef) -> bool:
    """Whether a class body reaches its own names by `locals()` or `vars()`."""
    return any(
        isinstance(inner, ast.Call)
        and isinstance(inner.func, ast.Name)
        and inner.func.id in {"locals", "vars"}
        for statement in node.body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in nodes_of(statement)
    )


def _has_metaclass(node: ast.ClassDef) -> bool:
    return any(keyword.arg == "metaclass" for keyword in node.keywords)
