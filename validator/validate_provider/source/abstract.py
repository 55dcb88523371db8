"""The abstract methods that a class leaves open, so that Python makes no instance of it."""

from validate_provider.contract import Contract
from validate_provider.source.classes import Line, members
from validate_provider.source.values import External, OwnClass, StackClass

_ENFORCES = {"abc.ABC", "pydantic.BaseModel", "typing.Protocol", "typing_extensions.Protocol"}


def left_open(line: Line, contract: Contract) -> dict[int, list[str]]:
    """The methods that are left open, by the releases in which they are; none if that is unsure."""
    if line.unknown or not any(
        isinstance(cls, External) and cls.dotted in _ENFORCES for cls in line.classes
    ):
        return {}
    by_mask: dict[int, list[str]] = {}
    for name in _names(line, contract):
        open_, rest = 0, line.mask
        for member in members(name, line, contract):
            open_ |= member.mask & rest if member.abstract else 0
            rest &= ~member.mask
        if open_:
            by_mask.setdefault(open_, []).append(name)
    return by_mask


def _names(line: Line, contract: Contract) -> list[str]:
    names: dict[str, None] = {}
    for cls in line.classes:
        match cls:
            case OwnClass():
                names.update(dict.fromkeys(cls.members))
            case StackClass(dotted):
                table = contract.class_table(dotted)
                if table is not None:
                    names.update(dict.fromkeys(table.methods))
    return list(names)
