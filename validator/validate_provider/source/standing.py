"""How an implementation stands against the protocol of its API, method by method."""

from collections.abc import Iterator
from typing import NamedTuple

from validate_provider.contract import Contract
from validate_provider.source.classes import Line, Member, members, signature_of
from validate_provider.source.values import Signature


class Standing(NamedTuple):
    """One method of the protocol, as one implementation has it in a set of releases."""

    mask: int
    method: str
    expected: Signature
    expected_async: bool
    found: Member | None
    """None if no class of the line defines it."""
    sole_definer: bool
    """Only the protocol itself defines it."""

    @property
    def inherited_stub(self) -> bool:
        """Only the protocol itself defines it, without doing anything."""
        return self.sole_definer and self.found is not None and self.found.body == "stub"


def standings(api: str, line: Line, contract: Contract) -> Iterator[Standing]:
    """How an implementation stands against every method of its API's protocol.

    Args:
        api: The name of the API.
        line: The implementation's order of lookup, in the releases that have it.
        contract: What the protocol is.
    """
    protocols = {dotted.rpartition(".")[2] for _, dotted in contract.protocol(api)}
    for method, cases in contract.methods(api).items():
        definitions = members(method, line, contract)
        for mask, expected in cases:
            signature, is_async = signature_of(expected), expected.is_async
            rest = mask & line.mask
            for member in definitions:
                both = member.mask & rest
                if not both:
                    continue
                rest &= ~both
                owners = [definition for definition in definitions if definition.mask & both]
                sole = len(owners) == 1 and owners[0].owner.title in protocols
                yield Standing(both, method, signature, is_async, member, sole)
            if rest:
                yield Standing(rest, method, signature, is_async, None, sole_definer=False)
