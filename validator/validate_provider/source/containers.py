"""Lists and dicts that the provider's code changes, in each release."""

import ast

from validate_provider.source.calls import Calls
from validate_provider.source.frame import Frame
from validate_provider.source.values import (
    Case,
    Cases,
    Constant,
    Dictionary,
    Entry,
    Item,
    Sequence,
    Unknown,
    covered,
    joined,
    narrowed,
)


class Containers(Calls):
    """Follows what is appended, updated and stored; forgets what is changed otherwise."""

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
