"""What an expression of the provider is, in each release.

Nothing is run: names, attributes, calls and literals are followed through the syntax tree and
the contract. What can't be followed becomes `Unknown`, with the reason.
"""

import ast
from collections.abc import Iterable

from validate_provider.record import replace
from validate_provider.source.changes import bound_names
from validate_provider.source.classes import lines, members
from validate_provider.source.frame import Frame
from validate_provider.source.imports import Imports
from validate_provider.source.nodes import nodes_of
from validate_provider.source.operations import combined, compared, small
from validate_provider.source.plain import NOT_PLAIN, excerpt, plain, plain_in, truthiness
from validate_provider.source.values import (
    Case,
    Cases,
    Constant,
    Coroutine,
    Dictionary,
    Entry,
    External,
    Instance,
    Item,
    OwnClass,
    OwnFunction,
    OwnModule,
    Raised,
    Sequence,
    StackClass,
    StackModule,
    StackObject,
    Unknown,
    Value,
    covered,
    joined,
    narrowed,
)
from validate_provider.source.versions import by_python

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_MOST_ENTRIES = 1_000
"""A longer dict is a table of data, and not what a spec is made from."""
_GENERICS = ("builtins.", "collections.abc.", "typing.", "typing_extensions.")
"""What `[...]` makes a generic of, such as `list[str]`, and not an element."""


class Expressions(Imports):
    """Evaluates expressions; calls are left to heirs."""

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
        if method is None or (isinstance(node, _COMPREHENSIONS) and _has_walrus(node)):
            for name in bound_names(node) if _has_walrus(node) else ():
                frame.bind(name, self._unknown(node, frame, mask))
            return self._unknown(node, frame, mask)
        cases: Cases = method(node, frame, mask)
        return narrowed(cases, frame.alive)

    def truth(self, node: ast.expr, frame: Frame, mask: int) -> tuple[int, int, int]:
        """The releases in which a condition holds, does not hold, and can't be decided."""
        true = false = unknown = 0
        for case in self.evaluate(node, frame, mask):
            if isinstance(case.value, Sequence):
                filled = perhaps = 0
                for item in case.value.items:
                    filled |= 0 if item.perhaps else item.mask & case.mask
                    perhaps |= item.mask & case.mask
                true |= filled
                unknown |= perhaps & ~filled
                false |= case.mask & ~filled & ~perhaps
                continue
            match truthiness(case.value):
                case True:
                    true |= case.mask
                case False:
                    false |= case.mask
                case None:
                    unknown |= case.mask
        return true, false, unknown

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
                items.extend(
                    replace(i, mask=i.mask & case.mask) for i in inner if i.mask & case.mask
                )
        return (Case(mask, Sequence(kind, tuple(items))),)

    def _eval_dict(self, node: ast.Dict, frame: Frame, mask: int) -> Cases:
        made = Dictionary(())
        if len(node.keys) > _MOST_ENTRIES:
            return self._unknown(node, frame, mask)
        for key, value in zip(node.keys, node.values, strict=True):
            values = self.evaluate(value, frame, mask)
            keys = self.evaluate(key, frame, mask) if key is not None else ()
            for case in values if key is None else ():
                if not isinstance(case.value, Dictionary):
                    return self._unknown(node, frame, mask)
                for entry in case.value.entries:
                    both = entry.mask & case.mask
                    made = made.with_entry(replace(entry, mask=both)) if both else made
            for key_case in keys:
                if not isinstance(key_case.value, Constant):
                    return self._unknown(node, frame, mask)
                for case in narrowed(values, key_case.mask):
                    made = made.with_entry(Entry(case.mask, key_case.value.value, case.value))
        return (Case(mask, made),)

    def _eval_joinedstr(self, node: ast.JoinedStr, frame: Frame, mask: int) -> Cases:
        texts: list[Case] = [Case(mask, Constant(""))]
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            bare = not isinstance(part, ast.FormattedValue) or (
                part.conversion == -1 and part.format_spec is None
            )
            cases = self.evaluate(inner, frame, mask)
            if not bare or any(not isinstance(case.value, Constant) for case in cases):
                return self._unknown(node, frame, mask)
            if any(
                not small(text.value.value) for text in texts if isinstance(text.value, Constant)
            ):
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
        cases: list[Case] = []
        for a in left:
            for b in narrowed(right, a.mask):
                value: Value | None = None
                match a.value, b.value:
                    case Sequence(), Sequence() if isinstance(node.op, ast.Add):
                        value = Sequence(a.value.kind, a.value.items + b.value.items)
                    case Dictionary(), Dictionary() if isinstance(node.op, ast.BitOr):
                        value = a.value.updated(b.value, b.mask)
                    case StackClass() | OwnClass() | External(), _ if isinstance(
                        node.op, ast.BitOr
                    ):
                        value = External("types.UnionType")
                    case Constant(one), Constant(two):
                        value = combined(node.op, one, two)
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
        operands = [self.evaluate(one, frame, mask) for one in (node.left, *node.comparators)]
        true, false = mask, 0
        for operator, left, right in zip(node.ops, operands, operands[1:], strict=False):
            holds, fails = self._compared(operator, left, right)
            false |= fails & true
            true &= holds
        return joined(
            [
                Case(true, Constant(value=True)),
                Case(false, Constant(value=False)),
                *self._unknown(node, frame, mask & ~true & ~false),
            ]
        )

    def _compared(self, operator: ast.cmpop, left: Cases, right: Cases) -> tuple[int, int]:
        """The releases in which a comparison surely holds, and surely does not."""
        holds = fails = 0
        for a in left:
            for b in narrowed(right, a.mask):
                for mask, answer in self._compare(operator, a.value, b.value, b.mask):
                    holds |= mask if answer else 0
                    fails |= 0 if answer else mask
        return holds, fails

    def _compare(
        self, operator: ast.cmpop, left: Value, right: Value, mask: int
    ) -> Iterable[tuple[int, bool]]:
        one, two = plain(left), plain(right)
        if isinstance(operator, ast.Is | ast.IsNot) and None in (one, two):
            # Only None is None; an object that was made is not.
            one, two = _or_object(left, one), _or_object(right, two)
        match left, right:
            case External("sys.version_info"), _ if two is not NOT_PLAIN:
                return by_python("", operator, two, mask, self.contract)
            case External("sys.version_info.major" | "sys.version_info.minor" as dotted), _:
                part = dotted.rpartition(".")[2]
                return by_python(part, operator, two, mask, self.contract)
            case Constant(key), Dictionary() if isinstance(operator, ast.In | ast.NotIn):
                has = covered(right.at(key, mask))
                inside = isinstance(operator, ast.In)
                return [(has, inside), (mask & ~has, not inside)]
            case Constant(str(name)), StackObject(dotted) if isinstance(
                operator, ast.In | ast.NotIn
            ) and dotted.endswith((".model_fields", ".__fields__")):
                return self._has_field(dotted.rpartition(".")[0], name, operator, mask)
        made = compared(operator, one, two)
        return [(mask, bool(made.value))] if isinstance(made, Constant) else []

    def _has_field(
        self, dotted: str, name: str, operator: ast.cmpop, mask: int
    ) -> Iterable[tuple[int, bool]]:
        inside = isinstance(operator, ast.In)
        for line in lines(StackClass(dotted), mask, self.contract):
            if not line.unknown:
                has = 0
                for member in members(name, line, self.contract):
                    has |= member.mask
                yield has, inside
                yield line.mask & ~has, not inside

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
        owners = self.evaluate(node.value, frame, mask)
        if isinstance(node.slice, ast.Slice):
            return self._slice(owners, node.slice, node, frame)
        keys = self.evaluate(node.slice, frame, mask)
        for owner in owners:
            for key in narrowed(keys, owner.mask):
                cases.extend(self._item(owner.value, key, node, frame))
        return joined(cases)

    def _slice(self, owners: Cases, part: ast.Slice, node: ast.Subscript, frame: Frame) -> Cases:
        """`owner[first:last]` with numbers that are written out."""
        ends: list[int | None] = []
        for end in (part.lower, part.upper, part.step):
            mask = covered(owners)
            number = plain_in(self.evaluate(end, frame, mask), mask) if end else None
            if not isinstance(number, int | None):
                return self._unknown(node, frame, mask)
            ends.append(number)
        chosen = slice(*ends)
        cases: list[Case] = []
        for owner in owners:
            mask, value = owner.mask, owner.value
            match value:
                case Constant(str(text)):
                    cases.append(Case(mask, Constant(text[chosen])))
                case Sequence(kind, items) if all(
                    item.mask & mask == mask and not item.perhaps for item in items
                ):
                    cases.append(Case(mask, Sequence(kind, items[chosen])))
                case External("sys.version_info"):
                    cases.append(Case(mask, value))
                case _:
                    cases.extend(self._unknown(node, frame, mask))
        return joined(cases)

    def _item(self, owner: Value, key: Case, node: ast.Subscript, frame: Frame) -> Cases:
        match owner, key.value:
            case Dictionary(), Constant(wanted):
                found = owner.at(wanted, key.mask)
                missing = key.mask & ~covered(found)
                root = node.value.id if isinstance(node.value, ast.Name) else ""
                holder = frame.holder(root)
                if holder is None or holder.outer is None or holder.is_class:
                    # Others may fill it: a decorator, another module.
                    return joined([*found, *self._unknown(node, frame, missing)])
                site = frame.module.site(node)
                frame.fail(Raised(missing, "KeyError", repr(wanted), site, certain=True))
                return found
            case Sequence(_, items), Constant(int(wanted)) if all(
                item.mask & key.mask == key.mask and not item.perhaps for item in items
            ):
                if -len(items) <= wanted < len(items):
                    return (Case(key.mask, items[wanted].value),)
            case Constant(str(text)), Constant(int(wanted)) if -len(text) <= wanted < len(text):
                return (Case(key.mask, Constant(text[wanted])),)
            case StackClass(), Constant(str(name)) if owner.title == "Api":
                return self.attribute(owner, name, frame, key.mask, frame.module.site(node))
            case StackClass() | OwnClass(), _:
                return (Case(key.mask, owner),)
            case External("sys.version_info"), Constant(0 | 1 as place):
                part = ("major", "minor")[place]
                return (Case(key.mask, External(f"sys.version_info.{part}")),)
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


def _has_walrus(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.NamedExpr) for inner in nodes_of(node))


def _or_object(value: Value, constant: object) -> object:
    """A stand-in for a value that is certainly an object of its own, and not None."""
    made = isinstance(value, Instance | Sequence | Dictionary | OwnClass | OwnFunction | OwnModule)
    return value if made or isinstance(value, StackClass | StackModule) else constant
