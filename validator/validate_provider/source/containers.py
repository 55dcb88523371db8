"""Lists and dicts that the provider's code changes, in each release."""

import ast

from validate_provider.record import replace
from validate_provider.source.frame import Frame
from validate_provider.source.library import Library
from validate_provider.source.plain import plain, plain_in
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Constant,
    Dictionary,
    Entry,
    Item,
    Sequence,
    Unknown,
    Value,
    covered,
    joined,
    narrowed,
)

NOTHING = Constant(None)


class Containers(Library):
    """Follows what is appended, updated, stored and taken out; forgets what is done otherwise."""

    def mutate(
        self,
        owner: Sequence | Dictionary,
        name: str,
        given: Arguments,
        node: ast.Call,
        frame: Frame,
        mask: int,
    ) -> Cases:
        """Call a method that changes a list, set or dict.

        Args:
            owner: The container.
            name: The method.
            given: What it is called with.
            node: The call.
            frame: Where the container is bound.
            mask: The releases.

        Returns:
            What the call gives.
        """
        unknown = self._unknown(node, frame, mask)
        result: Cases = (Case(mask, NOTHING),)
        changed: Cases | None = None
        if isinstance(owner, Sequence):
            changed = _changed_sequence(owner, name, given, mask)
        elif given.exact:
            match name, given.positional:
                case "update", () | (_,):
                    changed = _updated(owner, given, mask)
                case "clear", ():
                    changed = (Case(mask, Dictionary(())),)
                case "setdefault" | "pop", (keys, *rest) if not given.keywords:
                    key = plain_in(keys, mask)
                    found = owner.at(key, mask) if isinstance(key, str | int) else ()
                    missing = mask & ~covered(found)
                    default = narrowed(rest[0], missing) if rest else ()
                    if isinstance(key, str | int) and (rest or not missing):
                        result = joined([*found, *default])
                        added = Dictionary(owner.entries)
                        for case in default if name == "setdefault" else ():
                            added = added.with_entry(Entry(case.mask, key, case.value))
                        if name == "pop":
                            added = owner.without(key, mask)
                        changed = (Case(mask, added),)
        owned = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        self.put_back(owned, changed if changed is not None else unknown, frame, node)
        return result if changed is not None else unknown

    def read_dictionary(
        self,
        owner: Dictionary,
        name: str,
        given: Arguments,
        node: ast.Call,
        frame: Frame,
        mask: int,
    ) -> Cases:
        """`get`, `items`, `keys` and `values` of a dict."""
        match name, given.positional:
            case "get", (keys, *rest) if not given.keywords:
                key = plain_in(keys, mask)
                if isinstance(key, str | int | None):
                    found = owner.at(key, mask)
                    missing = mask & ~covered(found)
                    default = narrowed(rest[0], missing) if rest else (Case(missing, NOTHING),)
                    return joined([*found, *default])
            case "items" | "keys" | "values", ():
                return (Case(mask, Sequence("list", _listed(owner, name, mask))),)
        return self._unknown(node, frame, mask)

    def put_back(self, owner: ast.expr, cases: Cases, frame: Frame, node: ast.AST) -> None:
        """Let the expression that a container was reached by stand for the changed one."""
        match owner:
            case ast.Name(id=name):
                (frame.holder(name) or frame).bind(name, cases)
            case ast.Subscript(value=inner, slice=key):
                self.store_entry(
                    inner, self.evaluate(key, frame, covered(cases)), cases, frame, node
                )
            case _:
                self.forget(_roots(owner), frame, covered(cases), node)

    def store_entry(
        self, owner: ast.expr, keys: Cases, cases: Cases, frame: Frame, node: ast.AST
    ) -> None:
        """`owner[key] = ...`."""
        results: list[Case] = []
        for container in self.evaluate(owner, frame, covered(cases)):
            for key in narrowed(keys, container.mask):
                for case in narrowed(cases, key.mask):
                    match container.value, key.value:
                        case Dictionary(), Constant(constant):
                            entry = Entry(case.mask, constant, case.value)
                            results.append(Case(case.mask, container.value.with_entry(entry)))
                        case Dictionary() | Sequence(), _:
                            results.extend(self._unknown(node, frame, case.mask))
                        case _:
                            self.forget(_roots(owner), frame, case.mask, node)
        if results:
            self.put_back(owner, joined(results), frame, node)

    def delete_entry(self, target: ast.Subscript, frame: Frame, mask: int) -> None:
        """`del owner[key]`."""
        results: list[Case] = []
        key = plain_in(self.evaluate(target.slice, frame, mask), mask)
        for container in self.evaluate(target.value, frame, mask):
            if isinstance(container.value, Dictionary) and isinstance(key, str | int):
                smaller = container.value.without(key, container.mask)
                results.append(Case(container.mask, smaller))
            else:
                results.extend(self._unknown(target, frame, container.mask))
        self.put_back(target.value, joined(results), frame, target)

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


def _roots(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _changed_sequence(owner: Sequence, name: str, given: Arguments, mask: int) -> Cases | None:
    """A list or set after a method has changed it; None if that can't be told."""
    kind, items = owner.kind, owner.items
    everywhere = all(item.mask & mask == mask and not item.perhaps for item in items)
    match name, given.positional:
        case "append" | "add", (added,):
            new = tuple(Item(case.mask, case.value) for case in narrowed(added, mask))
            return (Case(mask, Sequence(kind, items + new)),)
        case "extend" | "update", (added,) if all(isinstance(c.value, Sequence) for c in added):
            return tuple(
                Case(case.mask, Sequence(kind, items + _within(case.value, case.mask)))
                for case in narrowed(added, mask)
                if isinstance(case.value, Sequence)
            )
        case "insert", (where, added):
            index = plain_in(where, mask)
            if isinstance(index, int) and (everywhere or index == 0):
                new = tuple(Item(case.mask, case.value) for case in narrowed(added, mask))
                return (Case(mask, Sequence(kind, (*items[:index], *new, *items[index:]))),)
        case "reverse", ():
            return (Case(mask, Sequence(kind, items[::-1])),)
        case "clear", ():
            return (Case(mask, Sequence(kind, ())),)
        case "sort", () if everywhere and not given.keywords:
            texts = [plain(item.value) for item in items]
            if all(isinstance(text, str) for text in texts):
                ordered = sorted(items, key=lambda item: str(plain(item.value)))
                return (Case(mask, Sequence(kind, tuple(ordered))),)
    return None


def _within(sequence: Sequence, mask: int) -> tuple[Item, ...]:
    narrow = (replace(item, mask=item.mask & mask) for item in sequence.items)
    return tuple(item for item in narrow if item.mask)


def _updated(owner: Dictionary, given: Arguments, mask: int) -> Cases | None:
    """A dict after `update` with another one, or keywords, or both."""
    result = owner
    for case in narrowed(given.positional[0], mask) if given.positional else ():
        if not isinstance(case.value, Dictionary):
            return None
        result = result.updated(case.value, case.mask)
    for key, cases in given.keywords.items():
        for case in narrowed(cases, mask):
            result = result.with_entry(Entry(case.mask, key, case.value))
    return (Case(mask, result),)


def _listed(owner: Dictionary, name: str, mask: int) -> tuple[Item, ...]:
    items: list[Item] = []
    for entry in owner.entries:
        both = entry.mask & mask
        key = Constant(entry.key)
        pair = Sequence("tuple", (Item(both, key), Item(both, entry.value)))
        values: dict[str, Value] = {"items": pair, "keys": key, "values": entry.value}
        if both:
            items.append(Item(both, values[name]))
    return tuple(items)
