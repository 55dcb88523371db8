"""How an implementation stands against the protocol of its API, method by method."""

from collections.abc import Iterator

from validate_provider.contract import Call, Contract
from validate_provider.record import Record
from validate_provider.source.classes import Line, Member, members, signature_of
from validate_provider.source.signature import refused
from validate_provider.source.values import Arguments, Signature, StackClass


class Standing(Record):
    """One method of the protocol, as one implementation has it in a set of releases."""

    mask: int
    method: str
    expected: Signature
    expected_async: bool
    calls: tuple[Call, ...]
    """How the stack calls it there; empty if nobody does, or by whatever parameters it has."""
    routed: bool
    """Whether a router stands before it, so that nobody else calls it."""
    found: Member | None
    """None if no class of the line defines it."""
    owners: tuple[Member, ...]
    """Every definition of it along the line, first found first."""
    sole_definer: bool
    """Only the protocol itself defines it."""

    @property
    def inherited_stub(self) -> bool:
        """Only the stack's protocol defines it, without doing anything."""
        found = self.found
        if found is None or not isinstance(found.owner, StackClass):
            return False
        return self.sole_definer and found.body == "stub"

    @property
    def never_called(self) -> bool:
        """Whether the router is in front of it, and has no use for it."""
        return self.routed and not self.calls

    def refusals(self, given: Signature) -> list[tuple[Call, str]]:
        """Each call of the stack that a signature refuses, in Python's words; empty if one fits."""
        found = []
        for call in self.calls:
            wrong = self.refused(given, call)
            if not wrong:
                return []
            found.append((call, wrong))
        return found

    def refused(self, given: Signature, call: Call) -> str:
        """Why a call fails, in Python's words; empty if it doesn't."""
        return self._refused(given, call.positional, call.keywords)

    def refused_by_keyword(self, given: Signature) -> str:
        """Why a call fails that names every parameter of the protocol; empty if it doesn't."""
        return self._refused(given, 0, self.expected.names)

    def fits_protocol(self, given: Signature) -> bool:
        """Whether a signature takes the protocol's parameters.

        Where nobody's call is known they may have other names: it may be by position.
        """
        bound = self.expected.keyword_only
        free = [name for name in self.expected.names if name not in bound]
        return not self.refused_by_keyword(given) or not (
            self.calls or self._refused(given, len(free), bound)
        )

    def _refused(self, given: Signature, positional: int, keywords: tuple[str, ...]) -> str:
        title = self.found.owner.title if self.found else "?"
        passed = Arguments(((),) * positional, dict.fromkeys(keywords, ()), {}, exact=True)
        return refused(f"{title}.{self.method}", given, passed, bound=True)


def standings(api: str, line: Line, contract: Contract) -> Iterator[Standing]:
    """How an implementation stands against every method of its API's protocol.

    Args:
        api: The name of the API.
        line: The implementation's order of lookup, in the releases that have it.
        contract: What the protocol is.
    """
    protocols = {dotted.rpartition(".")[2] for _, dotted in contract.protocol(api)}
    routed = 0
    for mask, _table in contract.routed_by(api):
        routed |= mask
    calls = contract.calls(api)
    for method, cases in contract.methods(api).items():
        definitions = members(method, line, contract)
        for mask, expected in cases:
            signature, is_async = signature_of(expected), expected.is_async
            for part, ways in _parted(mask & line.mask, calls.get(method, ())):
                for both, is_routed in ((part & routed, True), (part & ~routed, False)):
                    for rest, member, owners in _found(both, definitions):
                        sole = len(owners) == 1 and owners[0].owner.title in protocols
                        yield Standing(
                            rest,
                            method,
                            signature,
                            is_async,
                            ways,
                            is_routed,
                            member,
                            owners,
                            sole,
                        )


def _parted(
    mask: int, calls: tuple[tuple[int, Call], ...]
) -> Iterator[tuple[int, tuple[Call, ...]]]:
    """Split releases by the calls that are made there."""
    parts: list[tuple[int, tuple[Call, ...]]] = [(mask, ())]
    for scope, call in calls:
        parts = [
            (split, ways)
            for part, before in parts
            for split, ways in ((part & scope, (*before, call)), (part & ~scope, before))
            if split
        ]
    yield from parts


def _found(
    mask: int, definitions: list[Member]
) -> Iterator[tuple[int, Member | None, tuple[Member, ...]]]:
    """Split releases by the definition that is found first; the rest has none."""
    for member in definitions:
        both = member.mask & mask
        if both:
            mask &= ~both
            owners = tuple(definition for definition in definitions if definition.mask & both)
            yield both, member, owners
    if mask:
        yield mask, None, ()
