"""The classes of a provider together with the stack's own classes that they inherit from."""

import ast

from validate_provider.contract import Contract, Method
from validate_provider.record import Record
from validate_provider.source.signature import parameters
from validate_provider.source.values import (
    Bound,
    Case,
    Cases,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    Signature,
    Site,
    StackClass,
    covered,
    narrowed,
)

AnyClass = OwnClass | StackClass | External

_HOLDS_NO_API_METHOD = frozenset(
    {
        "abc.ABC",
        "builtins.object",
        "enum.Enum",
        "enum.IntEnum",
        "enum.StrEnum",
        "pydantic.BaseModel",
        "pydantic.main.BaseModel",
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Protocol",
    }
)


class Line(Record):
    """A class and all it inherits from, in the order Python looks names up."""

    mask: int
    """The releases in which this is the order."""
    classes: tuple[AnyClass, ...]
    unknown: str
    """Why some base could not be read; empty if all are known."""
    conflict: tuple[AnyClass, ...] = ()
    """The bases that Python can't put in an order, so that it refuses the class."""


class Member(Record):
    """An attribute of a class, where it is first found in the order of lookup."""

    mask: int
    owner: AnyClass
    signature: Signature | None
    """None if it is not a plain method."""
    is_async: bool
    body: str
    """`real`, `stub` (nothing but `...`, `pass` or a docstring) or `raises`."""
    abstract: bool
    site: Site | None
    """Where it stands, if it is the provider's own."""


def lines(cls: AnyClass, mask: int, contract: Contract) -> list[Line]:
    """The order of lookup of a class, for each set of releases that has its own.

    Args:
        cls: The class.
        mask: The releases in question.
        contract: Where the stack's classes are described.
    """
    match cls:
        case External(dotted):
            unknown = "" if dotted in _HOLDS_NO_API_METHOD else f"`{dotted}` is not read"
            return [Line(mask, (cls,), unknown)]
        case StackClass(dotted):
            return _stack_lines(cls, dotted, mask, contract)
        case _:
            return _merged(cls, _combinations(cls.bases, mask), contract, _open(cls))


_ANSWERS_ANY_NAME = ("__getattr__", "__getattribute__", "__init_subclass__")


def _open(cls: OwnClass) -> str:
    """Why a class may have attributes that its body does not show; empty if it can't."""
    if cls.open:
        return f"`{cls.title}` is changed by a decorator, metaclass or call"
    for name in _ANSWERS_ANY_NAME:
        if name in cls.members:
            return f"`{cls.title}` defines `{name}`"
    return ""


def _stack_lines(cls: StackClass, dotted: str, mask: int, contract: Contract) -> list[Line]:
    table = contract.class_table(dotted)
    if table is None:
        return [Line(mask, (cls,), f"`{dotted}` is not in the contract")]
    combinations: list[tuple[int, tuple[AnyClass, ...]]] = []
    rest = mask
    for bases_mask, names in table.bases:
        both = bases_mask & mask
        if both:
            rest &= ~both
            bases = tuple(
                StackClass(name) if contract.is_stack(name) else External(name) for name in names
            )
            combinations.append((both, bases))
    if rest:
        combinations.append((rest, (External("?"),)))
    open_ = table.flags.get("open", 0)
    why = f"`{dotted}` answers to any name" if open_ & mask else ""
    return _merged(cls, combinations, contract, why)


def _combinations(bases: tuple[Cases, ...], mask: int) -> list[tuple[int, tuple[AnyClass, ...]]]:
    """The lists of bases that a class statement can have, with their releases."""
    results: list[tuple[int, tuple[AnyClass, ...]]] = [(mask, ())]
    for cases in bases:
        grown: list[tuple[int, tuple[AnyClass, ...]]] = []
        for so_far, classes in results:
            for case in narrowed(cases, so_far):
                base: AnyClass
                match case.value:
                    case OwnClass() | StackClass() | External():
                        base = case.value
                    case _:
                        base = External("?")
                grown.append((case.mask, (*classes, base)))
        results = grown
    return results


def _merged(
    cls: AnyClass,
    combinations: list[tuple[int, tuple[AnyClass, ...]]],
    contract: Contract,
    why: str,
) -> list[Line]:
    found: list[Line] = []
    for mask, bases in combinations:
        partial: list[tuple[int, tuple[tuple[AnyClass, ...], ...], str]] = [(mask, (), why)]
        for base in bases:
            partial = [
                (line.mask, (*orders, line.classes), unknown or line.unknown)
                for so_far, orders, unknown in partial
                for line in lines(base, so_far, contract)
                if line.mask
            ]
        for line_mask, orders, unknown in partial:
            order, conflict = _linearised([*orders, bases])
            found.append(Line(line_mask, (cls, *order), unknown, conflict))
    return found


def _linearised(
    orders: list[tuple[AnyClass, ...]],
) -> tuple[tuple[AnyClass, ...], tuple[AnyClass, ...]]:
    """Python's own merge (C3), and the bases at which it would refuse.

    Where it would, the plain order of the lists is given. `Generic` and `Protocol` are never
    the reason: Python moves them to the end.
    """
    remaining = [list(order) for order in orders if order]
    result: list[AnyClass] = []
    conflict: tuple[AnyClass, ...] = ()
    while remaining:
        for order in remaining:
            head = order[0]
            if not any(_contains(other[1:], head) for other in remaining):
                break
        else:
            head = remaining[0][0]
            heads = tuple(dict.fromkeys(order[0] for order in remaining))
            conflict = conflict or (() if any(_is_movable(cls) for cls in heads) else heads)
        result.append(head)
        remaining = [[c for c in order if not _same(c, head)] for order in remaining]
        remaining = [order for order in remaining if order]
    return tuple(result), conflict


def _is_movable(cls: AnyClass) -> bool:
    return isinstance(cls, External) and cls.title in {"?", "Generic", "Protocol"}


def _same(one: AnyClass, other: AnyClass) -> bool:
    return one is other or one == other


def _contains(classes: list[AnyClass], wanted: AnyClass) -> bool:
    return any(_same(cls, wanted) for cls in classes)


def members(name: str, line: Line, contract: Contract) -> list[Member]:
    """Every definition of `name` along a line, first found first.

    A class that defines it only in some releases yields a member for those.
    """
    found: list[Member] = []
    for cls in line.classes:
        match cls:
            case OwnClass():
                found.extend(_own_members(cls, name, line.mask))
            case StackClass(dotted):
                found.extend(_stack_members(cls, dotted, name, line.mask, contract))
    return found


def _own_members(cls: OwnClass, name: str, mask: int) -> list[Member]:
    cases = narrowed(cls.members.get(name, ()), mask)
    found = [_own_member(cls, case) for case in cases]
    rest = mask & ~covered(cases)
    for field in cls.fields.get(name, ()):
        if field.mask & rest:
            found.append(_value(field.mask & rest, cls, cls.module.site(field.node)))
            rest &= ~field.mask
    if rest and name in cls.set_on_self:
        for case in narrowed(cls.kept.get(name, ()), rest):
            match case.value:
                case Bound(Instance(of=OwnClass() as other), method) if method != name:
                    same = _own_members(other, method, case.mask)
                    found.extend(same)
                    rest &= ~sum(member.mask for member in same)
        if rest:
            found.append(_value(rest, cls, cls.module.site(cls.node)))
    return found


def _value(mask: int, cls: AnyClass, site: Site | None) -> Member:
    """An attribute that is no method as far as can be read."""
    return Member(mask, cls, None, is_async=False, body="real", abstract=False, site=site)


PLAIN_DECORATORS = frozenset(
    {"abstractmethod", "classmethod", "override", "staticmethod", "webmethod", "wraps"}
)


def _own_member(cls: OwnClass, case: Case) -> Member:
    function = case.value
    if not isinstance(function, OwnFunction):
        return _value(case.mask, cls, cls.module.site(cls.node))
    shape = function
    while shape.wrapped is not None:
        # What `inspect.signature` sees, and the loader with it.
        shape = shape.wrapped
    decorators = {d.rpartition(".")[2] for d in (*function.decorators, *shape.decorators)}
    plain = decorators <= PLAIN_DECORATORS
    skip = "staticmethod" not in decorators
    return Member(
        case.mask,
        cls,
        parameters(shape.node.args, skip_first=skip) if plain else None,
        is_async=function.is_async,
        body=body_kind(function.node),
        abstract="abstractmethod" in decorators,
        site=function.module.site(function.node),
    )


def _stack_members(
    cls: StackClass, dotted: str, name: str, mask: int, contract: Contract
) -> list[Member]:
    table = contract.class_table(dotted)
    if table is None:
        return []
    found: list[Member] = []
    for method_mask, method in table.methods.get(name, ()):
        if method_mask & mask:
            found.append(
                Member(
                    method_mask & mask,
                    cls,
                    signature_of(method) if method.kind != "property" else None,
                    is_async=method.is_async,
                    body=method.body,
                    abstract=method.abstract,
                    site=None,
                )
            )
            mask &= ~method_mask
    for field_mask, _field in table.fields.get(name, ()):
        if field_mask & mask:
            found.append(_value(field_mask & mask, cls, None))
            mask &= ~field_mask
    if table.attributes.get(name, 0) & mask:
        found.append(_value(table.attributes[name] & mask, cls, None))
    return found


def signature_of(method: Method) -> Signature:
    """A method of the contract, seen as what a caller may pass."""
    plain = [p for p in method.parameters if p.kind not in {"star", "starstar"}]
    return Signature(
        names=tuple(p.name for p in plain),
        required=tuple(p.name for p in plain if not p.has_default),
        keyword_only=tuple(p.name for p in plain if p.kind == "keyword"),
        positional_only=tuple(p.name for p in plain if p.kind == "positional"),
        star=any(p.kind == "star" for p in method.parameters),
        double_star=any(p.kind == "starstar" for p in method.parameters),
    )


def body_kind(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """Whether a body does something (`real`), nothing (`stub`) or only raises (`raises`)."""
    body = [
        statement
        for statement in node.body
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        and not isinstance(statement, ast.Pass)
    ]
    if not body:
        return "stub"
    return "raises" if isinstance(body[0], ast.Raise) else "real"
