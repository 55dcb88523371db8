"""What the provider's statements do, in each release: which names they bind, what they raise."""

import ast
import builtins

from validate_provider.source.expressions import Expressions
from validate_provider.source.frame import Frame, Scope
from validate_provider.source.plain import excerpt
from validate_provider.source.values import (
    Bound,
    Case,
    Cases,
    Constant,
    Dictionary,
    Entry,
    External,
    FieldCase,
    FieldCases,
    Item,
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
    covered,
    joined,
    narrowed,
)

_LONGEST_LOOP = 500
_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class Statements(Expressions):
    """Follows statements through a frame."""

    def run(self, body: list[ast.stmt], frame: Frame) -> None:
        """Follow the statements of a body until every release has left it."""
        for statement in body:
            if not frame.alive:
                return
            method = getattr(self, f"_run_{type(statement).__name__.lower()}", None)
            if method is not None:
                method(statement, frame)

    def import_names(self, node: ast.ImportFrom, frame: Frame, module: str) -> None:
        """Bind the names of `from module import ...`."""
        site = frame.module.site(node)
        modules = self.import_module(module, frame, frame.alive, site)
        for alias in node.names:
            if alias.name == "*":
                frame.module.stars.extend(modules)
                continue
            site = frame.module.site(alias)
            cases: list[Case] = []
            for case in narrowed(modules, frame.alive):
                cases.extend(self._member(case, module, alias.name, frame, site))
            frame.bind(alias.asname or alias.name, joined(cases))

    def _member(self, case: Case, module: str, name: str, frame: Frame, site: Site) -> Cases:
        """What `from module import name` binds; a missing name raises ImportError."""
        match case.value:
            case StackModule(dotted):
                found = self.stack_name(dotted, name, case.mask)
            case OwnModule(own):
                found = self.module_name(own, name, case.mask)
                rest = case.mask & ~covered(found)
                if rest and self.sources.module(f"{own.dotted}.{name}"):
                    more = self.import_module(f"{own.dotted}.{name}", frame, rest, site)
                    return joined([*found, *more])
                if rest and own.state == "running" and not own.broken:
                    why = f"`{own.dotted}` is still being imported"
                    found = joined([*found, Case(rest, Unknown(why, site))])
            case External(dotted):
                if f"{dotted}.{name}" == "typing.TYPE_CHECKING":
                    return (Case(case.mask, Constant(value=False)),)
                return (Case(case.mask, External(f"{dotted}.{name}")),)
            case _:
                return (case,)
        missing = case.mask & ~covered(found)
        message = f"cannot import name '{name}' from '{module}'"
        frame.fail(
            Raised(missing, "ImportError", message, site, certain=True, subject=f"{module}.{name}")
        )
        return found

    # One method for each kind of statement, named after its class in `ast`.

    def _run_import(self, node: ast.Import, frame: Frame) -> None:
        for alias in node.names:
            site = frame.module.site(alias)
            modules = self.import_module(alias.name, frame, frame.alive, site)
            if alias.asname:
                frame.bind(alias.asname, modules)
                continue
            top = alias.name.partition(".")[0]
            mask = covered(modules) & frame.alive
            frame.bind(top, self.import_module(top, frame, mask, site))

    def _run_importfrom(self, node: ast.ImportFrom, frame: Frame) -> None:
        if not node.level:
            self.import_names(node, frame, node.module or "")
            return
        parts = frame.module.package.split(".")
        if node.level > len(parts):
            message = "attempted relative import beyond top-level package"
            site = frame.module.site(node)
            frame.fail(Raised(frame.alive, "ImportError", message, site, certain=True))
            return
        base = ".".join(parts[: len(parts) - node.level + 1])
        self.import_names(node, frame, f"{base}.{node.module}" if node.module else base)

    def _run_expr(self, node: ast.Expr, frame: Frame) -> None:
        if self._mutates(node.value, frame):
            return
        self.evaluate(node.value, frame, frame.alive)

    def _mutates(self, node: ast.expr, frame: Frame) -> bool:
        """Handle `name.append(x)`, `.extend(x)`, `.insert(i, x)` and `.update(x)`."""
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.attr in {"append", "extend", "insert", "update"}
        ):
            return False
        name, method = node.func.value.id, node.func.attr
        owners = self.lookup(name, frame, frame.alive, frame.module.site(node))
        results: list[Case] = []
        for owner in owners:
            match owner.value:
                case Sequence(kind, items) if method != "update" and node.args:
                    added = self.evaluate(node.args[-1], frame, owner.mask)
                    results.extend(self._grown(kind, items, added, method, node, frame))
                case Dictionary(entries) if method == "update" and len(node.args) == 1:
                    added = self.evaluate(node.args[0], frame, owner.mask)
                    for case in added:
                        if isinstance(case.value, Dictionary):
                            both = Dictionary(entries + case.value.entries)
                            results.append(Case(case.mask, both))
                        else:
                            results.extend(self._unknown(node, frame, case.mask))
                case _:
                    return False
        frame.bind(name, joined(results))
        return True

    def _grown(
        self,
        kind: str,
        items: tuple[Item, ...],
        added: Cases,
        method: str,
        node: ast.Call,
        frame: Frame,
    ) -> Cases:
        if method == "append":
            new = tuple(Item(case.mask, case.value) for case in added)
            return (Case(covered(added), Sequence(kind, items + new)),)
        results: list[Case] = []
        for case in added:
            if method == "extend" and isinstance(case.value, Sequence):
                new = tuple(
                    Item(i.mask & case.mask, i.value)
                    for i in case.value.items
                    if i.mask & case.mask
                )
                results.append(Case(case.mask, Sequence(kind, items + new)))
            elif method == "insert":
                first = (Item(case.mask, case.value),)
                results.append(Case(case.mask, Sequence(kind, first + items)))
            else:
                results.extend(self._unknown(node, frame, case.mask))
        return tuple(results)

    def _run_assign(self, node: ast.Assign, frame: Frame) -> None:
        cases = self.evaluate(node.value, frame, frame.alive)
        for target in node.targets:
            self._bind_target(target, cases, frame)

    def _run_annassign(self, node: ast.AnnAssign, frame: Frame) -> None:
        if node.value is not None:
            cases = self.evaluate(node.value, frame, frame.alive)
            self._bind_target(node.target, cases, frame)

    def _run_augassign(self, node: ast.AugAssign, frame: Frame) -> None:
        if not isinstance(node.target, ast.Name):
            return
        name = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
        whole = ast.copy_location(ast.BinOp(name, node.op, node.value), node)
        frame.bind(node.target.id, self.evaluate(whole, frame, frame.alive))

    def _bind_target(self, target: ast.expr, cases: Cases, frame: Frame) -> None:
        match target:
            case ast.Name(id=name):
                frame.bind(name, cases)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                for index, part in enumerate(targets):
                    values: list[Case] = []
                    for case in cases:
                        match case.value:
                            case Sequence(_, items) if len(items) == len(targets):
                                values.append(Case(case.mask, items[index].value))
                            case _:
                                values.extend(self._unknown(part, frame, case.mask))
                    self._bind_target(part, joined(values), frame)
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=key)):
                results: list[Case] = []
                for owner in self.lookup(name, frame, covered(cases), frame.module.site(target)):
                    for case in narrowed(cases, owner.mask):
                        if isinstance(owner.value, Dictionary):
                            entry = Entry(case.mask, key, case.value)
                            grown = Dictionary((*owner.value.entries, entry))
                            results.append(Case(case.mask, grown))
                        else:
                            results.append(Case(case.mask, owner.value))
                frame.bind(name, joined(results))
            case ast.Starred(value=inner):
                self._bind_target(inner, self._unknown(inner, frame, covered(cases)), frame)
            case _:
                # An attribute: reading does not follow what objects hold.
                return

    def _run_delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                frame.unbind(target.id, frame.alive)

    def _run_return(self, node: ast.Return, frame: Frame) -> None:
        if node.value is None:
            frame.leave((Case(frame.alive, Constant(None)),))
            return
        frame.leave(self.evaluate(node.value, frame, frame.alive))

    def _run_raise(self, node: ast.Raise, frame: Frame) -> None:
        site = frame.module.site(node)
        if node.exc is None:
            frame.fail(Raised(frame.alive, "Exception", "re-raised", site, certain=True))
            return
        call = node.exc
        name = excerpt(call.func if isinstance(call, ast.Call) else call).strip("`")
        message = ""
        if isinstance(call, ast.Call) and call.args:
            for case in self.evaluate(call.args[0], frame, frame.alive):
                text = case.value.value if isinstance(case.value, Constant) else None
                message = text if isinstance(text, str) else message
        frame.fail(Raised(frame.alive, name.rpartition(".")[2], message, site, certain=True))

    def _run_assert(self, node: ast.Assert, frame: Frame) -> None:
        _true, false, _unknown = self.truth(node.test, frame, frame.alive)
        site = frame.module.site(node)
        frame.fail(Raised(false, "AssertionError", "", site, certain=True))

    def _run_if(self, node: ast.If, frame: Frame) -> None:
        true, false, unknown = self.truth(node.test, frame, frame.alive)
        unknown &= frame.alive
        self._run_within(node.body, frame, true)
        self._run_within(node.orelse, frame, false)
        if unknown:
            self._run_either((node.body, node.orelse), frame, unknown, excerpt(node.test))

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
        self, branches: tuple[list[ast.stmt], ...], frame: Frame, mask: int, condition: str
    ) -> None:
        """Follow branches of which one is taken, and keep what they agree on."""
        before, certain, others = dict(frame.names), frame.certain, frame.alive & ~mask
        ends: list[Scope] = []
        for branch in branches:
            frame.names.clear()
            frame.names.update(before)
            frame.alive, frame.certain = mask, False
            self.run(branch, frame)
            ends.append(dict(frame.names))
        frame.certain, frame.alive = certain, mask | others
        site = frame.module.site(branches[0][0]) if branches[0] else frame.module.site(ast.Pass())
        names: dict[str, None] = {}
        for end in ends:
            names.update(dict.fromkeys(end))
        merged: Scope = {}
        for name in names:
            values = [narrowed(end.get(name, ()), mask) for end in ends]
            if all(value == values[0] for value in values[1:]):
                inside = values[0]
            else:
                inside = (Case(mask, Unknown(f"`{name}` depends on {condition}", site)),)
            merged[name] = joined([*narrowed(before.get(name, ()), ~mask), *inside])
        frame.names.clear()
        frame.names.update(merged)

    def _run_try(self, node: ast.Try, frame: Frame) -> None:
        outer, frame.raised = frame.raised, []
        start = frame.alive
        catches_import = any(_IMPORT_ERRORS & set(_caught(h.type)) for h in node.handlers)
        frame.guarded += catches_import
        self.run(node.body, frame)
        frame.guarded -= catches_import
        inner, frame.raised = frame.raised, outer
        self.run(node.orelse, frame)
        after = frame.alive
        for raised in inner:
            handler = _handler(node.handlers, raised.exception)
            if handler is None:
                frame.raised.append(raised)
            elif raised.certain:
                frame.alive = raised.mask & start
                if handler.name:
                    frame.bind_value(handler.name, External(raised.exception), frame.alive)
                self.run(handler.body, frame)
                after |= frame.alive
            else:
                frame.alive = after
                condition = f"whether `{raised.subject or raised.exception}` is installed"
                mask = raised.mask & after
                self._run_either((handler.body, []), frame, mask, condition)
                after = frame.alive
        frame.alive = after
        self.run(node.finalbody, frame)

    _run_trystar = _run_try

    def _run_with(self, node: ast.With | ast.AsyncWith, frame: Frame) -> None:
        for item in node.items:
            cases = self.evaluate(item.context_expr, frame, frame.alive)
            if item.optional_vars is not None:
                unknown = self._unknown(item.context_expr, frame, covered(cases))
                self._bind_target(item.optional_vars, unknown, frame)
        self.run(node.body, frame)

    _run_asyncwith = _run_with

    def _run_for(self, node: ast.For, frame: Frame) -> None:
        mask = frame.alive
        for case in self.evaluate(node.iter, frame, mask):
            followed = isinstance(case.value, Sequence) and not any(
                isinstance(inner, ast.Break | ast.Continue) for inner in ast.walk(node)
            )
            if not followed or len(case.value.items) > _LONGEST_LOOP:  # type: ignore[union-attr]
                self._forget(node, frame, case.mask)
                continue
            for item in case.value.items:  # type: ignore[union-attr]
                both = item.mask & case.mask & frame.alive
                others, frame.alive = frame.alive & ~both, both
                self._bind_target(node.target, (Case(both, item.value),), frame)
                self.run(node.body, frame)
                frame.alive |= others

    def _run_while(self, node: ast.While, frame: Frame) -> None:
        self._forget(node, frame, frame.alive)

    def _run_asyncfor(self, node: ast.AsyncFor, frame: Frame) -> None:
        self._forget(node, frame, frame.alive)

    def _run_match(self, node: ast.Match, frame: Frame) -> None:
        self._forget(node, frame, frame.alive)

    def _forget(self, node: ast.stmt, frame: Frame, mask: int) -> None:
        """Give up on the names that a statement which is not followed may bind or change."""
        for inner in ast.walk(node):
            match inner:
                case ast.Name(id=name, ctx=ast.Store()):
                    frame.bind(name, self._unknown(inner, frame, mask, excerpt_head(node)))
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in frame.names:
                    frame.bind(name, self._unknown(inner, frame, mask, excerpt_head(node)))
                case ast.Return():
                    site = frame.module.site(inner)
                    certain, frame.certain = frame.certain, False
                    frame.leave((Case(mask, Unknown(excerpt_head(node), site)),))
                    frame.certain = certain

    def _run_functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        decorators = tuple(self._decorator(d, frame) for d in node.decorator_list)
        arguments = node.args
        for default in (*arguments.defaults, *(d for d in arguments.kw_defaults if d)):
            self.evaluate(default, frame, frame.alive)
        frame.bind_value(node.name, OwnFunction(node, decorators, frame), frame.alive)

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
        frame.raised.extend(body.raised)
        frame.alive &= body.alive
        fields: dict[str, FieldCases] = {}
        for statement in node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name)):
                    fields[name] = (FieldCase(frame.alive, statement),)
        decorated = any(self._decorator(d, frame) == "?" for d in node.decorator_list)
        made = OwnClass(
            frame.module,
            node,
            bases,
            body.names,
            fields,
            open_=decorated or bool(node.keywords and _has_metaclass(node)),
        )
        frame.bind_value(node.name, made, frame.alive)


def excerpt_head(node: ast.stmt) -> str:
    """The first line of a compound statement."""
    return f"`{ast.unparse(node).splitlines()[0]}`"


def _has_metaclass(node: ast.ClassDef) -> bool:
    return any(keyword.arg == "metaclass" for keyword in node.keywords)


def _caught(node: ast.expr | None) -> list[str]:
    """The names of the exceptions that a handler catches; '?' for one that can't be read."""
    match node:
        case None:
            return ["BaseException"]
        case ast.Tuple(elts=elements):
            return [name for element in elements for name in _caught(element)]
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(attr=name):
            return [name]
        case _:
            return ["?"]


def _handler(handlers: list[ast.ExceptHandler], exception: str) -> ast.ExceptHandler | None:
    """The first handler that catches an exception of that name, as Python would choose it."""
    raised = getattr(builtins, exception, None)
    for handler in handlers:
        for name in _caught(handler.type):
            if name == exception:
                return handler
            caught = getattr(builtins, name, None)
            if isinstance(raised, type) and isinstance(caught, type) and issubclass(raised, caught):
                return handler
            if raised is None and name in {"Exception", "BaseException"}:
                return handler
    return None
