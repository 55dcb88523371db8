"""What an expression of the provider is, in each release.

Nothing is run: names, attributes, calls and literals are followed through the syntax tree and
the contract. What can't be followed becomes `Unknown`, with the reason.
"""

import ast
import builtins
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable

from validate_provider.contract import Contract
from validate_provider.source.frame import Frame
from validate_provider.source.modules import SourceModule, Sources
from validate_provider.source.values import (
    Arguments,
    Bound,
    Case,
    Cases,
    Constant,
    Coroutine,
    Dictionary,
    Entry,
    EnumMember,
    External,
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
    Value,
    covered,
    joined,
    narrowed,
)

_STRING_METHODS = frozenset(
    {
        "capitalize",
        "casefold",
        "endswith",
        "format",
        "join",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "startswith",
        "strip",
        "title",
        "upper",
    }
)
_BINARY: dict[type[ast.operator], Callable[[object, object], object]] = {
    ast.Add: lambda left, right: left + right,  # type: ignore[operator]
    ast.Mod: lambda left, right: left % right,  # type: ignore[operator]
    ast.Sub: lambda left, right: left - right,  # type: ignore[operator]
}
_COMPARE: dict[type[ast.cmpop], Callable[[object, object], object]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Lt: lambda left, right: left < right,  # type: ignore[operator]
    ast.LtE: lambda left, right: left <= right,  # type: ignore[operator]
    ast.Gt: lambda left, right: left > right,  # type: ignore[operator]
    ast.GtE: lambda left, right: left >= right,  # type: ignore[operator]
    ast.Is: lambda left, right: left is right,
    ast.IsNot: lambda left, right: left is not right,
    ast.In: lambda left, right: left in right,  # type: ignore[operator]
    ast.NotIn: lambda left, right: left not in right,  # type: ignore[operator]
}
_LONGEST_EXCERPT = 60
_GENERICS = ("builtins.", "collections.abc.", "typing.", "typing_extensions.")
"""What `[...]` makes a generic of, such as `list[str]`, and not an element."""


class Expressions(ABC):
    """Evaluates expressions; importing and calling the provider's own code is left to heirs."""

    def __init__(self, contract: Contract, sources: Sources) -> None:
        """Read `sources` against the releases of `contract`."""
        self.contract = contract
        self.sources = sources

    @abstractmethod
    def import_module(self, dotted: str, frame: Frame, mask: int, site: Site) -> Cases:
        """Import a module by its absolute name; what fails is noted in the frame."""

    @abstractmethod
    def call_own(
        self,
        function: OwnFunction,
        given: Arguments,
        frame: Frame,
        mask: int,
        site: Site,
    ) -> Cases:
        """Call a function of the provider."""

    def evaluate(self, node: ast.expr, frame: Frame, mask: int) -> Cases:
        """The value of an expression in the releases of `mask` that are still alive.

        Args:
            node: The expression.
            frame: Where its names are looked up; exceptions are noted there.
            mask: The releases that reach it.

        Returns:
            Disjoint cases. Releases in which it raises are missing.
        """
        mask &= frame.alive
        if not mask:
            return ()
        method = getattr(self, f"_eval_{type(node).__name__.lower()}", None)
        if method is None:
            return self._unknown(node, frame, mask)
        cases: Cases = method(node, frame, mask)
        return narrowed(cases, frame.alive)

    def truth(self, node: ast.expr, frame: Frame, mask: int) -> tuple[int, int, int]:
        """The releases in which a condition holds, does not hold, and can't be decided."""
        true = false = unknown = 0
        for case in self.evaluate(node, frame, mask):
            if isinstance(case.value, Sequence):
                filled = 0
                for item in case.value.items:
                    filled |= item.mask & case.mask
                true |= filled
                false |= case.mask & ~filled
                continue
            match truthiness(case.value):
                case True:
                    true |= case.mask
                case False:
                    false |= case.mask
                case None:
                    unknown |= case.mask
        return true, false, unknown

    def lookup(self, name: str, frame: Frame, mask: int, site: Site) -> Cases:
        """What a name is, looked up through the enclosing scopes and the builtins."""
        cases: list[Case] = []
        scope: Frame | None = frame
        while scope is not None and mask:
            if scope is frame or not scope.is_class:
                for case in narrowed(scope.names.get(name, ()), mask):
                    cases.append(case)
                    mask &= ~case.mask
            scope = scope.outer
        for case in self.module_name(frame.module, name, mask):
            cases.append(case)
            mask &= ~case.mask
        if mask and (hasattr(builtins, name) or name in {"__file__", "__name__", "__package__"}):
            known = {
                "__name__": Constant(frame.module.dotted),
                "__package__": Constant(frame.module.package),
            }
            cases.append(Case(mask, known.get(name, External(f"builtins.{name}"))))
            mask = 0
        if mask:
            frame.fail(
                Raised(mask, "NameError", f"name '{name}' is not defined", site, certain=True)
            )
        return joined(cases)

    def module_name(self, module: SourceModule, name: str, mask: int) -> Cases:
        """What a name of one of the provider's modules is, star imports included."""
        cases = list(narrowed(module.names.get(name, ()), mask))
        mask &= ~covered(tuple(cases))
        for star in reversed(module.stars):
            found: Cases = ()
            match star.value:
                case StackModule(dotted):
                    found = self.stack_name(dotted, name, mask & star.mask)
                case OwnModule(other) if not name.startswith("_"):
                    found = self.module_name(other, name, mask & star.mask)
                case External(dotted):
                    site = Site(module.shown, 1, 0)
                    why = f"`{name}` may come from `from {dotted} import *`"
                    found = (Case(mask & star.mask, Unknown(why, site)),)
            cases.extend(found)
            mask &= ~covered(found)
        return tuple(case for case in cases if case.mask)

    def stack_name(self, module: str, name: str, mask: int) -> Cases:
        """What a name of a module of the stack is; the releases that lack it are left out."""
        cases: list[Case] = []
        for bound in self.contract.name(module, name):
            both = bound.mask & mask
            if not both:
                continue
            mask &= ~both
            cases.append(Case(both, self._stack_value(bound.kind, bound.target, module, name)))
        submodule = self.contract.module(f"{module}.{name}") & mask
        if submodule:
            cases.append(Case(submodule, StackModule(f"{module}.{name}")))
            mask &= ~submodule
        open_ = self.contract.open(module) & mask
        if open_:
            why = f"`{module}` makes its names while it runs"
            cases.append(Case(open_, Unknown(why, Site("", 1, 0))))
        return joined(cases)

    def attribute(self, value: Value, name: str, frame: Frame, mask: int, site: Site) -> Cases:
        """What `value.name` is; an attribute that is not there raises in the frame."""
        match value:
            case OwnModule(module):
                cases = self.module_name(module, name, mask)
                rest = mask & ~covered(cases)
                if rest and self.sources.module(f"{module.dotted}.{name}"):
                    return joined(
                        [
                            *cases,
                            *self.import_module(f"{module.dotted}.{name}", frame, rest, site),
                        ]
                    )
                self._no_attribute(f"module '{module.dotted}'", name, frame, rest, site)
                return cases
            case StackModule(dotted):
                cases = self.stack_name(dotted, name, mask)
                rest = mask & ~covered(cases)
                self._no_attribute(f"module '{dotted}'", name, frame, rest, site)
                return cases
            case StackClass(dotted):
                return self._class_attribute(dotted, name, frame, mask, site)
            case EnumMember():
                if name in {"name", "value"}:
                    return (Case(mask, Constant(value.name)),)
                return (Case(mask, Bound(value, name)),)
            case External(dotted):
                if dotted == "typing" and name == "TYPE_CHECKING":
                    return (Case(mask, Constant(value=False)),)
                return (Case(mask, External(f"{dotted}.{name}")),)
            case OwnClass():
                cases = narrowed(value.members.get(name, ()), mask)
                rest = mask & ~covered(cases)
                if not rest:
                    return cases
                why = f"`{value.title}.{name}` may be inherited"
                return joined([*cases, Case(rest, Unknown(why, site))])
            case Instance():
                known = narrowed(value.keywords.get(name, ()), mask)
                rest = mask & ~covered(known)
                return joined([*known, Case(rest, Bound(value, name))]) if rest else known
            case Unknown():
                return (Case(mask, value),)
            case _:
                return (Case(mask, Bound(value, name)),)

    def _stack_value(self, kind: str, target: str, module: str, name: str) -> Value:
        match kind:
            case "class":
                return StackClass(target)
            case "module":
                return StackModule(target)
            case "external":
                if target == "typing.TYPE_CHECKING":
                    return Constant(value=False)
                return External(target)
            case "maybe":
                why = f"whether `{module}` has `{name}` depends on what else is installed"
                return Unknown(why, Site("", 1, 0))
            case _:
                return StackObject(target)

    def _class_attribute(
        self, dotted: str, name: str, frame: Frame, mask: int, site: Site
    ) -> Cases:
        if dotted.rpartition(".")[2] != "Api":
            return (Case(mask, StackObject(f"{dotted}.{name}")),)
        members = self.contract.apis()
        has = members.get(name, 0) & mask
        rest = mask & ~has
        if name.startswith("_") or name in {"add", "name", "value"}:
            return (Case(mask, StackObject(f"{dotted}.{name}")),)
        self._no_attribute("type object 'Api'", name, frame, rest, site, subject=f"Api.{name}")
        return (Case(has, EnumMember(dotted, name)),) if has else ()

    def _no_attribute(
        self, owner: str, name: str, frame: Frame, mask: int, site: Site, subject: str = ""
    ) -> None:
        message = f"{owner} has no attribute '{name}'"
        frame.fail(
            Raised(mask, "AttributeError", message, site, certain=True, subject=subject or name)
        )

    def _unknown(self, node: ast.AST, frame: Frame, mask: int, why: str = "") -> Cases:
        return (Case(mask, Unknown(why or excerpt(node), frame.module.site(node))),)

    # One method for each kind of expression, named after its class in `ast`.

    def _eval_constant(self, node: ast.Constant, _frame: Frame, mask: int) -> Cases:
        return (Case(mask, Constant(node.value)),)

    def _eval_name(self, node: ast.Name, frame: Frame, mask: int) -> Cases:
        return self.lookup(node.id, frame, mask, frame.module.site(node))

    def _eval_attribute(self, node: ast.Attribute, frame: Frame, mask: int) -> Cases:
        cases: list[Case] = []
        for case in self.evaluate(node.value, frame, mask):
            site = frame.module.site(node)
            cases.extend(self.attribute(case.value, node.attr, frame, case.mask, site))
        return joined(cases)

    def _eval_list(self, node: ast.List, frame: Frame, mask: int) -> Cases:
        return self._sequence("list", node.elts, node, frame, mask)

    def _eval_tuple(self, node: ast.Tuple, frame: Frame, mask: int) -> Cases:
        return self._sequence("tuple", node.elts, node, frame, mask)

    def _eval_set(self, node: ast.Set, frame: Frame, mask: int) -> Cases:
        return self._sequence("set", node.elts, node, frame, mask)

    def _sequence(
        self, kind: str, elements: list[ast.expr], node: ast.expr, frame: Frame, mask: int
    ) -> Cases:
        items: list[Item] = []
        for element in elements:
            if not isinstance(element, ast.Starred):
                cases = self.evaluate(element, frame, mask)
                items.extend(Item(case.mask, case.value) for case in cases)
                continue
            for case in self.evaluate(element.value, frame, mask):
                if not isinstance(case.value, Sequence):
                    return self._unknown(node, frame, mask)
                inner = case.value.items
                items.extend(Item(i.mask & case.mask, i.value) for i in inner if i.mask & case.mask)
        return (Case(mask, Sequence(kind, tuple(items))),)

    def _eval_dict(self, node: ast.Dict, frame: Frame, mask: int) -> Cases:
        entries: list[Entry] = []
        for key, value in zip(node.keys, node.values, strict=True):
            values = self.evaluate(value, frame, mask)
            if key is None:
                for case in values:
                    if not isinstance(case.value, Dictionary):
                        return self._unknown(node, frame, mask)
                    entries.extend(
                        Entry(e.mask & case.mask, e.key, e.value)
                        for e in case.value.entries
                        if e.mask & case.mask
                    )
                continue
            for key_case in self.evaluate(key, frame, mask):
                if not isinstance(key_case.value, Constant):
                    return self._unknown(node, frame, mask)
                entries.extend(
                    Entry(case.mask & key_case.mask, key_case.value.value, case.value)
                    for case in values
                    if case.mask & key_case.mask
                )
        return (Case(mask, Dictionary(tuple(entries))),)

    def _eval_joinedstr(self, node: ast.JoinedStr, frame: Frame, mask: int) -> Cases:
        texts: list[Case] = [Case(mask, Constant(""))]
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            plain = not isinstance(part, ast.FormattedValue) or (
                part.conversion == -1 and part.format_spec is None
            )
            cases = self.evaluate(inner, frame, mask)
            if not plain or any(not isinstance(case.value, Constant) for case in cases):
                return self._unknown(node, frame, mask)
            texts = [
                Case(left.mask & right.mask, Constant(f"{left.value.value}{right.value.value}"))
                for left in texts
                for right in cases
                if left.mask & right.mask
                and isinstance(left.value, Constant)
                and isinstance(right.value, Constant)
            ]
        return joined(texts)

    def _eval_binop(self, node: ast.BinOp, frame: Frame, mask: int) -> Cases:
        left = self.evaluate(node.left, frame, mask)
        right = self.evaluate(node.right, frame, mask)
        operate = _BINARY.get(type(node.op))
        cases: list[Case] = []
        for a in left:
            for b in narrowed(right, a.mask):
                value: Value | None = None
                match a.value, b.value:
                    case Sequence(), Sequence() if isinstance(node.op, ast.Add):
                        value = Sequence(a.value.kind, a.value.items + b.value.items)
                    case Constant(one), Constant(two) if operate and _small(one) and _small(two):
                        value = _attempt(operate, one, two)
                if value is None:
                    value = Unknown(excerpt(node), frame.module.site(node))
                cases.append(Case(b.mask, value))
        return joined(cases)

    def _eval_unaryop(self, node: ast.UnaryOp, frame: Frame, mask: int) -> Cases:
        if isinstance(node.op, ast.Not):
            true, false, unknown = self.truth(node.operand, frame, mask)
            return joined(
                [
                    Case(true, Constant(value=False)),
                    Case(false, Constant(value=True)),
                    *self._unknown(node, frame, unknown),
                ]
            )
        cases = self.evaluate(node.operand, frame, mask)
        if isinstance(node.op, ast.USub) and all(
            isinstance(case.value, Constant) and isinstance(case.value.value, int | float)
            for case in cases
        ):
            return tuple(
                Case(case.mask, Constant(-case.value.value))  # type: ignore[union-attr,operator]
                for case in cases
            )
        return self._unknown(node, frame, mask)

    def _eval_boolop(self, node: ast.BoolOp, frame: Frame, mask: int) -> Cases:
        stops_at = isinstance(node.op, ast.Or)
        cases: list[Case] = []
        last = len(node.values) - 1
        for index, operand in enumerate(node.values):
            for case in self.evaluate(operand, frame, mask):
                true = truthiness(case.value)
                if index == last or true is stops_at:
                    cases.append(case)
                    mask &= ~case.mask
                elif true is None:
                    cases.extend(self._unknown(node, frame, case.mask))
                    mask &= ~case.mask
        return joined(cases)

    def _eval_compare(self, node: ast.Compare, frame: Frame, mask: int) -> Cases:
        if len(node.ops) != 1:
            return self._unknown(node, frame, mask)
        compare = _COMPARE[type(node.ops[0])]
        left = self.evaluate(node.left, frame, mask)
        right = self.evaluate(node.comparators[0], frame, mask)
        cases: list[Case] = []
        for a in left:
            for b in narrowed(right, a.mask):
                value: Value | None = None
                one, two = _plain(a.value), _plain(b.value)
                if one is not _NOT_PLAIN and two is not _NOT_PLAIN:
                    value = _attempt(compare, one, two)
                if value is None:
                    value = Unknown(excerpt(node), frame.module.site(node))
                cases.append(Case(b.mask, value))
        return joined(cases)

    def _eval_ifexp(self, node: ast.IfExp, frame: Frame, mask: int) -> Cases:
        true, false, unknown = self.truth(node.test, frame, mask)
        return joined(
            [
                *self.evaluate(node.body, frame, true),
                *self.evaluate(node.orelse, frame, false),
                *self._unknown(node, frame, unknown),
            ]
        )

    def _eval_namedexpr(self, node: ast.NamedExpr, frame: Frame, mask: int) -> Cases:
        cases = self.evaluate(node.value, frame, mask)
        frame.bind(node.target.id, cases)
        return cases

    def _eval_subscript(self, node: ast.Subscript, frame: Frame, mask: int) -> Cases:
        cases: list[Case] = []
        keys = self.evaluate(node.slice, frame, mask)
        for owner in self.evaluate(node.value, frame, mask):
            for key in narrowed(keys, owner.mask):
                cases.extend(self._item(owner.value, key, node, frame))
        return joined(cases)

    def _item(self, owner: Value, key: Case, node: ast.Subscript, frame: Frame) -> Cases:
        match owner, key.value:
            case Dictionary(entries), Constant(wanted):
                found = [
                    Case(e.mask & key.mask, e.value)
                    for e in reversed(entries)
                    if e.key == wanted and e.mask & key.mask
                ]
                if covered(tuple(found)) == key.mask:
                    return joined(found)
            case Sequence(_, items), Constant(int(wanted)) if all(
                item.mask & key.mask == key.mask for item in items
            ):
                if -len(items) <= wanted < len(items):
                    return (Case(key.mask, items[wanted].value),)
            case StackClass(), _:
                return (Case(key.mask, owner),)
            case External(dotted), _ if dotted.startswith(_GENERICS):
                return (Case(key.mask, owner),)
        return self._unknown(node, frame, key.mask)

    def _eval_await(self, node: ast.Await, frame: Frame, mask: int) -> Cases:
        cases: list[Case] = []
        for case in self.evaluate(node.value, frame, mask):
            if isinstance(case.value, Coroutine):
                cases.extend(narrowed(case.value.value, case.mask))
            else:
                cases.extend(self._unknown(node, frame, case.mask))
        return joined(cases)

    def _eval_call(self, node: ast.Call, frame: Frame, mask: int) -> Cases:
        functions = self.evaluate(node.func, frame, mask)
        given = self._arguments(node, frame, mask & covered(functions))
        site = frame.module.site(node)
        results: list[Case] = []
        for function in narrowed(functions, frame.alive):
            match function.value:
                case OwnFunction():
                    results.extend(self.call_own(function.value, given, frame, function.mask, site))
                case StackClass() | StackObject() | OwnClass():
                    results.append(Case(function.mask, Instance(function.value, given, site)))
                case Bound(owner, name):
                    results.extend(self._method(owner, name, given, node, frame, function.mask))
                case External(dotted):
                    results.extend(self._external_call(dotted, given, node, frame, function.mask))
                case Unknown():
                    results.append(function)
                case _:
                    results.extend(self._unknown(node, frame, function.mask))
        return joined(results)

    def _arguments(self, node: ast.Call, frame: Frame, mask: int) -> Arguments:
        exact = True
        positional: list[Cases] = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                exact = False
                self.evaluate(argument.value, frame, mask)
            else:
                positional.append(self.evaluate(argument, frame, mask))
        keywords: dict[str, Cases] = {}
        sites: dict[str, Site] = {}
        for keyword in node.keywords:
            cases = self.evaluate(keyword.value, frame, mask)
            site = frame.module.site(keyword.value)
            splat = {keyword.arg: cases} if keyword.arg is not None else _splatted(cases)
            if splat is None:
                exact = False
                continue
            keywords.update(splat)
            sites.update(dict.fromkeys(splat, site))
        return Arguments(tuple(positional), keywords, sites, exact)

    def _method(
        self,
        owner: Value,
        name: str,
        given: Arguments,
        node: ast.Call,
        frame: Frame,
        mask: int,
    ) -> Cases:
        arguments = [_plain_cases(cases, mask) for cases in given.positional]
        if (
            isinstance(owner, Constant)
            and isinstance(owner.value, str)
            and name in _STRING_METHODS
            and not given.keywords
            and all(argument is not _NOT_PLAIN for argument in arguments)
        ):
            value = _attempt(getattr(owner.value, name), *arguments)
            if value is not None:
                return (Case(mask, value),)
        if isinstance(owner, Sequence) and name == "copy":
            return (Case(mask, owner),)
        return self._unknown(node, frame, mask)

    def _external_call(
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
        name = _plain_cases(positional[1], mask)
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


class _NotPlain:
    """Stands for a value that is not one plain constant."""


_NOT_PLAIN = _NotPlain()


def truthiness(value: Value) -> bool | None:
    """Whether a value counts as true; None if that can't be told."""
    match value:
        case Constant(constant):
            return bool(constant)
        case Sequence(_, items):
            return bool(items)
        case Dictionary(entries):
            return bool(entries)
        case OwnModule() | StackModule() | OwnClass() | StackClass() | OwnFunction():
            return True
        case EnumMember():
            return True
        case External("importlib.machinery.ModuleSpec"):
            return True
        case _:
            return None


def excerpt(node: ast.AST) -> str:
    """The expression as its author would recognise it, in one short line between backticks."""
    text = " ".join(ast.unparse(node).split())
    if len(text) > _LONGEST_EXCERPT:
        text = text[: _LONGEST_EXCERPT - 1] + "…"
    return f"`{text}`"


def _plain(value: Value) -> object:
    match value:
        case Constant(constant):
            return constant
        case EnumMember(_, name):
            return name
        case External("importlib.machinery.ModuleSpec"):
            return value
        case Sequence(_, items):
            plain = [_plain(item.value) for item in items]
            return _NOT_PLAIN if _NOT_PLAIN in plain else plain
        case _:
            return _NOT_PLAIN


def _plain_cases(cases: Cases, mask: int) -> object:
    values = {id(case): _plain(case.value) for case in narrowed(cases, mask)}.values()
    plain = list(values)
    return plain[0] if len(plain) == 1 else _NOT_PLAIN


def _small(value: object) -> bool:
    return not isinstance(value, str | bytes) or len(value) < 10_000


def _attempt(operate: Callable[..., object], *arguments: object) -> Constant | Sequence | None:
    """The constant that an operation on constants gives; None if Python itself would refuse."""
    try:
        result = operate(*arguments)
    except (TypeError, ValueError, KeyError, IndexError, OverflowError):
        return None
    if isinstance(result, list | tuple):
        everywhere = -1
        return Sequence("list", tuple(Item(everywhere, Constant(part)) for part in result))
    return Constant(result)


def _splatted(cases: Iterable[Case]) -> dict[str, Cases] | None:
    """The keyword arguments that `**cases` stands for; None if they can't be listed."""
    keywords: dict[str, Cases] = {}
    for case in cases:
        if not isinstance(case.value, Dictionary):
            return None
        for entry in case.value.entries:
            if not isinstance(entry.key, str):
                return None
            before = keywords.get(entry.key, ())
            keywords[entry.key] = joined([*before, Case(entry.mask & case.mask, entry.value)])
    return keywords
