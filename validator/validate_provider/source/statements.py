"""What the provider's plain statements do, in each release: what they import, bind and change."""

import ast

from validate_provider.source.changes import MUTATING, changed_names
from validate_provider.source.expressions import Expressions
from validate_provider.source.frame import Frame
from validate_provider.source.values import (
    Arguments,
    Bound,
    Case,
    Cases,
    Caught,
    Constant,
    Dictionary,
    Entry,
    External,
    FieldCase,
    FieldCases,
    Instance,
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

_FUTURE = (Case(-1, External("__future__.annotations")),)


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
                frame.module.stars.extend(self._star(modules, frame, site))
                continue
            site = frame.module.site(alias)
            cases: list[Case] = []
            for case in narrowed(modules, frame.alive):
                cases.extend(self._member(case, module, alias.name, frame, site))
            frame.bind(alias.asname or alias.name, joined(cases))

    def _star(self, modules: Cases, frame: Frame, site: Site) -> Cases:
        """`from module import *`; it raises where `__all__` names what is not there."""
        for case in modules:
            if isinstance(case.value, StackModule):
                dotted = case.value.dotted
                for name, mask in self.contract.star(dotted).phantoms.items():
                    message = f"module '{dotted}' has no attribute '{name}'"
                    both = mask & case.mask & frame.alive
                    frame.fail(Raised(both, "AttributeError", message, site, certain=True))
        return narrowed(modules, frame.alive)

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
        if node.module == "__future__":
            for alias in node.names:
                frame.names[alias.name] = (Case(-1, External(f"__future__.{alias.name}")),)
            return
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
        match node.value:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) as call if (
                method in MUTATING and self._is_container(name, frame)
            ):
                self._change(name, method, call, frame)
            case expression:
                self.evaluate(expression, frame, frame.alive)

    def _is_container(self, name: str, frame: Frame) -> bool:
        holder = frame.holder(name)
        return holder is not None and any(
            isinstance(case.value, Sequence | Dictionary) for case in holder.names[name]
        )

    def _change(self, name: str, method: str, node: ast.Call, frame: Frame) -> None:
        """A method that changes a list or dict: followed for the common ones, else forgotten."""
        holder = frame.holder(name) or frame
        results: list[Case] = []
        for owner in narrowed(holder.names[name], frame.alive):
            match owner.value:
                case Sequence(kind, items) if node.args and not node.keywords:
                    added = self.evaluate(node.args[-1], frame, owner.mask)
                    results.extend(self._grown(kind, items, added, method, node, frame))
                case Dictionary(entries):
                    results.extend(self._updated(entries, method, node, frame, owner.mask))
                case _:
                    results.extend(self._unknown(node, frame, owner.mask))
        holder.bind(name, joined(results))

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
        at_start = (
            method == "insert"
            and isinstance(node.args[0], ast.Constant)
            and node.args[0].value == 0
        )
        results: list[Case] = []
        for case in added:
            if method == "extend" and isinstance(case.value, Sequence):
                more = tuple(i._replace(mask=i.mask & case.mask) for i in case.value.items)
                new = tuple(item for item in more if item.mask)
                results.append(Case(case.mask, Sequence(kind, items + new)))
            elif at_start:
                first = (Item(case.mask, case.value),)
                results.append(Case(case.mask, Sequence(kind, first + items)))
            else:
                results.extend(self._unknown(node, frame, case.mask))
        return tuple(results)

    def _updated(
        self, entries: tuple[Entry, ...], method: str, node: ast.Call, frame: Frame, mask: int
    ) -> Cases:
        """`update` with dictionaries and keywords, `setdefault` with a constant key."""
        match method, node.args:
            case "setdefault", [ast.Constant(value=key), default] if not node.keywords:
                has = 0
                for entry in entries:
                    has |= entry.mask if entry.key == key else 0
                added = self.evaluate(default, frame, mask & ~has)
                new = tuple(Entry(case.mask, key, case.value) for case in added)
                return (Case(mask, Dictionary(entries + new)),)
            case "update", [] | [_]:
                call = ast.copy_location(
                    ast.Call(ast.Name("dict", ast.Load()), node.args, node.keywords), node
                )
                if node.args:
                    splat = ast.keyword(None, node.args[0])
                    call = ast.copy_location(ast.Call(call.func, [], [splat, *node.keywords]), node)
                given = self.arguments(call, frame, mask)
                if given.exact:
                    result = Dictionary(entries)
                    for key, cases in given.keywords.items():
                        for case in cases:
                            result = result.with_entry(Entry(case.mask, key, case.value))
                    return (Case(mask, result),)
        return self._unknown(node, frame, mask)

    def _run_assign(self, node: ast.Assign, frame: Frame) -> None:
        cases = self.evaluate(node.value, frame, frame.alive)
        for target in node.targets:
            self.bind_target(target, cases, frame)

    def _run_annassign(self, node: ast.AnnAssign, frame: Frame) -> None:
        if node.value is not None:
            cases = self.evaluate(node.value, frame, frame.alive)
            self.bind_target(node.target, cases, frame)

    def _run_augassign(self, node: ast.AugAssign, frame: Frame) -> None:
        if isinstance(node.target, ast.Name):
            name = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
            whole = ast.copy_location(ast.BinOp(name, node.op, node.value), node)
            cases = self.evaluate(whole, frame, frame.alive)
            (frame.holder(node.target.id) or frame).bind(node.target.id, cases)
        else:
            self.evaluate(node.value, frame, frame.alive)
            self.forget(changed_names(node), frame, frame.alive, node)

    def bind_target(self, target: ast.expr, cases: Cases, frame: Frame) -> None:
        """Bind what stands left of `=`: names, parts of sequences, entries, attributes."""
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
                    self.bind_target(part, joined(values), frame)
            case ast.Subscript(value=ast.Name(id=name), slice=key) if self._is_container(
                name, frame
            ):
                self._store_entry(name, key, cases, target, frame)
            case ast.Attribute(value=owner, attr=attribute):
                self._store_attribute(owner, attribute, cases, target, frame)
            case ast.Starred(value=inner):
                self.bind_target(inner, self._unknown(inner, frame, covered(cases)), frame)
            case ast.Subscript(value=owner):
                self.evaluate(owner, frame, covered(cases))
                self.forget(changed_names(target), frame, covered(cases), target)
            case _:
                self.forget(changed_names(target), frame, covered(cases), target)

    def _store_entry(
        self, name: str, key: ast.expr, cases: Cases, target: ast.expr, frame: Frame
    ) -> None:
        holder = frame.holder(name) or frame
        keys = self.evaluate(key, frame, covered(cases))
        results: list[Case] = []
        for owner in narrowed(holder.names[name], covered(cases)):
            for key_case in narrowed(keys, owner.mask):
                for case in narrowed(cases, key_case.mask):
                    match owner.value, key_case.value:
                        case Dictionary(), Constant(constant):
                            entry = Entry(case.mask, constant, case.value)
                            results.append(Case(case.mask, owner.value.with_entry(entry)))
                        case _:
                            results.extend(self._unknown(target, frame, case.mask))
        holder.bind(name, joined(results))

    def _store_attribute(
        self, owner: ast.expr, attribute: str, cases: Cases, target: ast.expr, frame: Frame
    ) -> None:
        """`spec.module = ...` changes a spec, `config.Name = ...` a module or class."""
        if isinstance(owner, ast.Name) and owner.id in {"self", "cls"}:
            return
        for case in self.evaluate(owner, frame, covered(cases)):
            value = narrowed(cases, case.mask)
            match case.value:
                case OwnModule(module):
                    before = narrowed(module.names.get(attribute, ()), ~covered(value))
                    module.names[attribute] = joined([*before, *value])
                case OwnClass():
                    own = case.value.members
                    before = narrowed(own.get(attribute, ()), ~covered(value))
                    own[attribute] = joined([*before, *value])
                case Instance(_, given, _) if isinstance(owner, ast.Name):
                    holder = frame.holder(owner.id) or frame
                    before = narrowed(given.keywords.get(attribute, ()), ~covered(value))
                    changed = Arguments(
                        given.positional,
                        given.keywords | {attribute: joined([*before, *value])},
                        given.sites | {attribute: frame.module.site(target)},
                        given.exact,
                    )
                    holder.bind_value(owner.id, case.value._replace(given=changed), case.mask)
                case _:
                    self.forget(changed_names(target), frame, case.mask, target)

    def forget(self, names: set[str], frame: Frame, mask: int, node: ast.AST) -> None:
        """Give up on names that something which is not followed may have changed."""
        for name in sorted(names):
            holder = frame.holder(name)
            if holder is not None:
                why = f"`{name}` is changed by {self._head(node)}"
                value = Unknown(why, frame.module.site(node))
                holder.bind(name, (Case(mask, value),))

    def _head(self, node: ast.AST) -> str:
        return f"`{ast.unparse(node).splitlines()[0]}`"

    def _run_delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                frame.unbind(target.id, frame.alive)
            else:
                self.forget(changed_names(target), frame, frame.alive, node)

    def _run_global(self, node: ast.Global, frame: Frame) -> None:
        outermost = frame
        while outermost.outer is not None:
            outermost = outermost.outer
        frame.owners.update(dict.fromkeys(node.names, outermost))

    def _run_nonlocal(self, node: ast.Nonlocal, frame: Frame) -> None:
        for name in node.names:
            holder = frame.outer.holder(name) if frame.outer else None
            if holder is not None:
                frame.owners[name] = holder

    def _run_return(self, node: ast.Return, frame: Frame) -> None:
        if node.value is None:
            frame.leave((Case(frame.alive, Constant(None)),))
            return
        frame.leave(self.evaluate(node.value, frame, frame.alive))

    def _run_raise(self, node: ast.Raise, frame: Frame) -> None:
        if node.exc is None:
            for raised in frame.handling[-1:]:
                frame.fail(raised._replace(mask=frame.alive))
            return
        site = frame.module.site(node)
        call = node.exc if isinstance(node.exc, ast.Call) else None
        message = ""
        if call is not None and call.args:
            for case in self.evaluate(call.args[0], frame, frame.alive):
                text = case.value.value if isinstance(case.value, Constant) else None
                message = text if isinstance(text, str) else message
        for case in self.evaluate(call.func if call else node.exc, frame, frame.alive):
            match case.value:
                case Caught(raised):
                    frame.fail(raised._replace(mask=case.mask))
                    continue
                case Instance(of):
                    cls: object = of
                case other:
                    cls = other
            name = getattr(cls, "title", "") or ast.unparse(call.func if call else node.exc)
            kinds = self.ancestors(cls, case.mask) if isinstance(cls, OwnClass) else ()
            frame.fail(
                Raised(
                    case.mask,
                    name.rpartition(".")[2],
                    message,
                    site,
                    certain=True,
                    kinds=kinds,
                )
            )

    def ancestors(self, cls: OwnClass, mask: int) -> tuple[str, ...]:
        """The names of all classes that a class inherits from."""
        names: dict[str, None] = {}
        for base in cls.bases:
            for case in narrowed(base, mask):
                match case.value:
                    case OwnClass():
                        names[case.value.title] = None
                        names.update(dict.fromkeys(self.ancestors(case.value, mask)))
                    case External() | StackClass():
                        names[case.value.title] = None
        return tuple(names)

    def _run_assert(self, node: ast.Assert, frame: Frame) -> None:
        _true, false, _unknown = self.truth(node.test, frame, frame.alive)
        site = frame.module.site(node)
        frame.fail(Raised(false, "AssertionError", "", site, certain=True))

    def _run_functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        decorators = tuple(self._decorator(d, frame) for d in node.decorator_list)
        arguments = node.args
        for default in (*arguments.defaults, *(d for d in arguments.kw_defaults if d)):
            self.evaluate(default, frame, frame.alive)
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        stars = (star for star in (arguments.vararg, arguments.kwarg) if star)
        generic = bool(getattr(node, "type_params", ()))
        for annotation in (*(a.annotation for a in (*every, *stars)), node.returns):
            if annotation is not None and not generic:
                self._check_annotation(annotation, frame)
        if node.name == "__getattr__" and frame.outer is None:
            frame.module.open = "it defines `__getattr__`"
        frame.bind_value(node.name, OwnFunction(node, decorators, frame), frame.alive)

    def _check_annotation(self, node: ast.expr, frame: Frame) -> None:
        """Names in an annotation must exist, unless it is never evaluated.

        Python 3.14 evaluates annotations when somebody asks for them; so it is never certain.
        """
        if frame.module.names.get("annotations") == _FUTURE:
            return
        trial = Frame(frame.module, frame.alive, outer=frame)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name):
                self.lookup(inner.id, trial, frame.alive, frame.module.site(inner))
        for raised in trial.raised:
            frame.fail(raised._replace(certain=False))

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
        decorated = any(self._decorator(d, frame) == "?" for d in node.decorator_list)
        made = OwnClass(
            frame.module,
            node,
            bases,
            body.names,
            fields,
            open_=decorated or _has_metaclass(node) or _names_itself(node),
        )
        frame.bind_value(node.name, made, frame.alive)


def _names_itself(node: ast.ClassDef) -> bool:
    """Whether a class body reaches its own names by `locals()` or `vars()`."""
    return any(
        isinstance(inner, ast.Call)
        and isinstance(inner.func, ast.Name)
        and inner.func.id in {"locals", "vars"}
        for statement in node.body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(statement)
    )


def _has_metaclass(node: ast.ClassDef) -> bool:
    return any(keyword.arg == "metaclass" for keyword in node.keywords)
