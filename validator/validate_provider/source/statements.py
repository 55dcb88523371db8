"""What the provider's plain statements do, in each release: what they import, bind and change."""

import ast

from validate_provider.record import replace
from validate_provider.source.calls import Calls
from validate_provider.source.changes import changed_names
from validate_provider.source.frame import Frame
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Caught,
    Constant,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    OwnModule,
    Raised,
    Sequence,
    StackClass,
    Unknown,
    covered,
    joined,
    narrowed,
)


class Statements(Calls):
    """Follows statements through a frame."""

    def run(self, body: list[ast.stmt], frame: Frame) -> None:
        """Follow the statements of a body until every release has left it."""
        for statement in body:
            if not frame.alive:
                return
            method = getattr(self, f"_run_{type(statement).__name__.lower()}", None)
            if method is not None:
                method(statement, frame)

    # One method for each kind of statement, named after its class in `ast`.

    def _run_expr(self, node: ast.Expr, frame: Frame) -> None:
        self.evaluate(node.value, frame, frame.alive)

    def _run_assign(self, node: ast.Assign, frame: Frame) -> None:
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=parts)) if len(
                names
            ) == len(parts) and not any(isinstance(one, ast.Starred) for one in (*names, *parts)):
                values = [self.evaluate(part, frame, frame.alive) for part in parts]
                for name, value in zip(names, values, strict=True):
                    self.bind_target(name, value, frame)
                return
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
        elif isinstance(node.target, ast.Subscript):
            old = ast.copy_location(
                ast.Subscript(node.target.value, node.target.slice, ast.Load()), node
            )
            whole = ast.copy_location(ast.BinOp(old, node.op, node.value), node)
            self.bind_target(node.target, self.evaluate(whole, frame, frame.alive), frame)
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
            case ast.Subscript(value=owner, slice=key):
                keys = self.evaluate(key, frame, covered(cases))
                self.store_entry(owner, keys, cases, frame, target)
            case ast.Attribute(value=owner, attr=attribute):
                self._store_attribute(owner, attribute, cases, target, frame)
            case ast.Starred(value=inner):
                self.bind_target(inner, self._unknown(inner, frame, covered(cases)), frame)
            case _:
                self.forget(changed_names(target), frame, covered(cases), target)

    def _store_attribute(
        self, owner: ast.expr, attribute: str, cases: Cases, target: ast.expr, frame: Frame
    ) -> None:
        """`spec.module = ...` changes a spec, `config.Name = ...` a module or class."""
        if isinstance(owner, ast.Name) and owner.id in {"self", "cls"}:
            if frame.method is not None and owner.id == "self":
                self._refuse_property(frame.method[1], attribute, target, frame)
                unknown = Unknown(f"`self.{attribute}`", frame.module.site(target))
                frame.method[0].keep(attribute, cases, unknown)
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
                    holder.bind_value(owner.id, replace(case.value, given=changed), case.mask)
                case _:
                    self.forget(changed_names(target), frame, case.mask, target)

    def _refuse_property(self, made: Instance, name: str, target: ast.expr, frame: Frame) -> None:
        """A property without a setter can't be set."""
        if not isinstance(made.of, OwnClass):
            return
        for case in narrowed(made.of.members.get(name, ()), frame.alive):
            if isinstance(case.value, OwnFunction) and _only_reads(case.value):
                message = f"property '{name}' of '{made.of.title}' object has no setter"
                site = frame.module.site(target)
                frame.fail(Raised(case.mask, "AttributeError", message, site, certain=True))

    def _run_delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                frame.unbind(target.id, frame.alive)
            elif isinstance(target, ast.Subscript):
                self.delete_entry(target, frame, frame.alive)
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
                frame.fail(replace(raised, mask=frame.alive, certain=True))
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
                    frame.fail(replace(raised, mask=case.mask))
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
                    deliberate=True,
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
        raised = Raised(false, "AssertionError", "", site, certain=True, deliberate=True)
        frame.fail(raised)


def _only_reads(function: OwnFunction) -> bool:
    """Whether a function of a class body is a property that nothing but reading is defined for."""
    return function.decorators == ("property",) and not any(
        isinstance(node, ast.Attribute) for node in function.node.decorator_list
    )
