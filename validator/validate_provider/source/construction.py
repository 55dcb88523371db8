"""Which calls of a class Python and pydantic refuse, where no `__init__` of the provider runs."""

from validate_provider.contract import Contract
from validate_provider.record import Record
from validate_provider.source.abstract import left_open
from validate_provider.source.classes import Line, members
from validate_provider.source.models import is_model, missing_fields, other_models
from validate_provider.source.signature import refused
from validate_provider.source.values import Arguments, External, OwnClass, Raised, Signature, Site

_ANY_KEYWORDS = Signature((), (), (), (), star=False, double_star=True)
_TAKES_NOTHING = frozenset({"abc.ABC", "builtins.object", "typing.Generic"})

_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})


class Refusal(Record):
    """The exception that a call raises, in a set of releases."""

    mask: int
    exception: str
    message: str

    def raised(self, site: Site) -> Raised:
        """The exception as the call at a place of the source raises it."""
        return Raised(self.mask, self.exception, self.message, site, certain=True)


def refusals(
    line: Line, given: Arguments, contract: Contract, *, by_super: bool = False
) -> list[Refusal]:
    """What making an instance raises, as far as arguments and signatures tell.

    Args:
        line: The class, with all it inherits from.
        given: What it is called with.
        contract: Where the stack's classes are described.
        by_super: Whether `super().__init__` is called, and the line is what stands above.
    """
    if line.unknown or not given.exact:
        return []
    found = members("__init__", line, contract)
    rest = line.mask
    refusing: list[Refusal] = []
    for member in found:
        mask = member.mask & rest
        rest &= ~member.mask
        if mask and member.signature is not None:
            name = f"{member.owner.title}.__init__"
            refusing.append(
                Refusal(mask, "TypeError", refused(name, member.signature, given, bound=True))
            )
    if rest and not by_super and _is_protocol(line):
        refusing.append(Refusal(rest, "TypeError", "Protocols cannot be instantiated"))
    elif rest and is_model(line) and not by_super:
        refusing.extend(_refused_by_model(line, rest, given, contract))
    elif rest and _passes(given) and all(_takes_nothing(c) for c in line.classes):
        message = f"{line.classes[0].title}() takes no arguments"
        if by_super:
            message = "object.__init__() takes exactly one argument (the instance to initialize)"
        refusing.append(Refusal(rest, "TypeError", message))
    return [refusal for refusal in refusing if refusal.message]


def _is_protocol(line: Line) -> bool:
    """Whether a class of the provider is itself declared a protocol, not only the heir of one."""
    cls = line.classes[0]
    return isinstance(cls, OwnClass) and any(
        isinstance(case.value, External) and case.value.dotted in _PROTOCOLS
        for base in cls.bases
        for case in base
    )


def _refused_by_model(line: Line, mask: int, given: Arguments, contract: Contract) -> list[Refusal]:
    wrong = refused("BaseModel.__init__", _ANY_KEYWORDS, given, bound=True)
    if wrong:
        return [Refusal(mask, "TypeError", wrong)]
    missing = missing_fields(line, frozenset(given.keywords), contract)
    faults = [(field.mask, f"{field.name}\n  Field required [type=missing]") for field in missing]
    faults = faults or list(other_models(line, given.keywords, contract))
    certain = mask
    for open_ in left_open(line, contract) if faults else ():
        certain &= ~open_  # Python refuses it before pydantic does
    for one, _fault in faults:
        certain &= one
    if not faults or not certain:
        return []
    plural = "" if len(faults) == 1 else "s"
    first = f"{len(faults)} validation error{plural} for {line.classes[0].title}"
    told = [fault for _one, fault in faults]
    return [Refusal(certain, "ValidationError", "\n".join([first, *told]))]


def _passes(given: Arguments) -> bool:
    return bool(given.positional or given.keywords)


def _takes_nothing(cls: object) -> bool:
    """Whether a class is made without arguments, unless a class below it says otherwise."""
    if isinstance(cls, OwnClass):
        return not cls.node.decorator_list and "__new__" not in cls.members
    return isinstance(cls, External) and cls.dotted in _TAKES_NOTHING
