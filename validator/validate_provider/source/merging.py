"""What is left of a value when it can't be told which of several it is."""

from validate_provider.record import replace
from validate_provider.source.values import (
    Arguments,
    Case,
    Cases,
    Instance,
    Item,
    OwnClass,
    Sequence,
    Site,
    Unknown,
    Value,
    covered,
    joined,
    narrowed,
)

_MOST_WAYS = 6


def agreed(ways: list[Cases], mask: int, unknown: Unknown) -> Cases:
    """What a name is in the releases of `mask`, after one of several ways was taken.

    Args:
        ways: What it is after each.
        mask: The releases.
        unknown: Stands for it where the ways differ.
    """
    ways = [narrowed(way, mask) for way in ways]
    first = ways[0]
    if all(way == first for way in ways[1:]):
        return first
    if any(len(way) != 1 or way[0].mask != mask for way in ways):
        return (Case(mask, unknown),)
    value = first[0].value
    for way in ways[1:]:
        value = either(value, way[0].value, unknown)
    return (Case(mask, value),)


def either(one: Value, other: Value, unknown: Unknown) -> Value:
    """One value or the other: an object of their class, if both are made of the same."""
    if one == other:
        return one
    if isinstance(one, Instance) and isinstance(other, Instance) and one.of == other.of:
        return replace(one, given=_either_given(one.given, other.given, unknown))
    if isinstance(one, Sequence) and isinstance(other, Sequence) and one.kind == other.kind:
        longer, shorter = (one, other) if len(one.items) >= len(other.items) else (other, one)
        items = _perhaps(longer.items, shorter.items, unknown.why)
        if items is not None:
            return Sequence(one.kind, items)
    ways = (*_ways(one), *_ways(other))
    if _ways(one) and _ways(other) and len(ways) <= _MOST_WAYS:
        return replace(unknown, ways=ways)
    return unknown


def _ways(value: Value) -> tuple[Instance, ...]:
    """The objects that a value is, or is one of."""
    match value:
        case Instance(of=OwnClass()):
            return (value,)
        case Unknown(ways=ways):
            return ways
        case _:
            return ()


def _perhaps(
    longer: tuple[Item, ...], shorter: tuple[Item, ...], why: str
) -> tuple[Item, ...] | None:
    """The longer list, in which what the shorter one lacks is there perhaps."""
    waiting = list(shorter)
    items: list[Item] = []
    for item in longer:
        if waiting and waiting[0] == item:
            items.append(waiting.pop(0))
        else:
            items.append(replace(item, perhaps=item.perhaps or why))
    return None if waiting else tuple(items)


def _either_given(one: Arguments, other: Arguments, unknown: Unknown) -> Arguments:
    same_length = len(one.positional) == len(other.positional)
    positional = zip(one.positional, other.positional, strict=True) if same_length else ()
    return Arguments(
        tuple(_either_cases(a, b, unknown) for a, b in positional),
        {
            name: _either_cases(one.keywords.get(name, ()), other.keywords.get(name, ()), unknown)
            for name in (*one.keywords, *(k for k in other.keywords if k not in one.keywords))
        },
        other.sites | one.sites,
        one.exact and other.exact and same_length,
    )


def _either_cases(one: Cases, other: Cases, unknown: Unknown) -> Cases:
    return one if one == other else (Case(covered(one) | covered(other), unknown),)


def one_of(returned: list[Case], site: Site) -> Cases:
    """What a scope returned; two different values in one release are more than can be told."""
    unknown = Unknown("returns one value or another", site)
    cases: list[Case] = []
    for case in returned:
        rest = case.mask
        for index, other in enumerate(list(cases)):
            both = other.mask & rest
            if both:
                rest &= ~both
                cases[index] = Case(other.mask & ~both, other.value)
                cases.append(Case(both, either(other.value, case.value, unknown)))
        cases.append(Case(rest, case.value))
    return joined(cases)
