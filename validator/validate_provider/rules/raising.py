"""How exceptions that the provider's own code raises become findings."""

from collections.abc import Callable, Iterator

from validate_provider.contract import Contract
from validate_provider.rules.moved import remedy
from validate_provider.rules.rule import Doubt, Fault, Outcome
from validate_provider.rules.wording import MASKED, merged, told
from validate_provider.source.provider import Lookup
from validate_provider.source.values import Raised


def failures(
    raised: tuple[Raised, ...],
    alive: int,
    contract: Contract,
    *,
    masked: bool = False,
    subject: str = "",
    hint: Callable[[Raised], str] = lambda _: "",
) -> Iterator[Outcome]:
    """A fault for each exception that is certain, a doubt for the others.

    Args:
        raised: The exceptions.
        alive: The releases that get so far.
        contract: Where names of the stack are to be found instead.
        masked: Whether the loader hides a ModuleNotFoundError here.
        subject: What can't be imported, to begin the sentence with.
        hint: What to write instead, where the contract knows no remedy.
    """
    for one in merged(raised):
        mask = one.mask & alive
        if not mask:
            continue
        if not one.certain:
            yield Doubt(mask, told(one), one.site)
            continue
        message = f"{subject} can't be imported: {told(one)}" if subject else told(one)
        hidden = masked and "ModuleNotFoundError" in (one.exception, *one.kinds)
        advice = hint(one) or remedy(one, alive, contract)
        yield Fault(mask, message, one.site, MASKED if hidden else one.says, advice)


def import_failures(
    dotted: str, lookup: Lookup, alive: int, contract: Contract, *, absolute: str
) -> Iterator[Outcome]:
    """What goes wrong when the loader imports a module that a spec names in a string.

    Args:
        dotted: The module.
        lookup: What came of importing it.
        alive: The releases that get so far.
        contract: Where names of the stack are to be found instead.
        absolute: The advice for a name that begins inside the package.
    """

    def hint(raised: Raised) -> str:
        return absolute if raised.subject == dotted.partition(".")[0] else ""

    yield from failures(lookup.raised, alive, contract, subject=f"`{dotted}`", hint=hint)
