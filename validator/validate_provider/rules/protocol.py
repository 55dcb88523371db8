"""How an implementation stands against the protocol of its API, method by method."""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from validate_provider.rules.place import title_of
from validate_provider.source.classes import Line, Member, members, signature_of
from validate_provider.source.provider import Provider
from validate_provider.source.values import Signature

Label = TypeVar("Label")

OPTIONAL = frozenset(
    {
        "anthropic_count_tokens",
        "anthropic_messages",
        "openai_chat_completions_with_reasoning",
        "rerank",
    }
)
"""Methods that most of the stack's own providers lack; only a request for them fails."""

ROUTED_OTHERWISE = frozenset(
    {("datasetio", "append_rows"), ("datasetio", "iterrows"), ("inference", "rerank")}
)
"""Methods that the stack's router calls otherwise than the protocol says, in some releases."""


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


def standings(provider: Provider, line: Line, alive: int) -> Iterator[Standing]:
    """Every protocol method, in the releases that have the implementation's order of lookup."""
    contract = provider.contract
    protocols = {dotted.rpartition(".")[2] for _, dotted in contract.protocol(provider.api)}
    for method, cases in contract.methods(provider.api).items():
        definitions = members(method, line, contract)
        for mask, expected in cases:
            signature, is_async = signature_of(expected), expected.is_async
            rest = mask & line.mask & alive
            for member in definitions:
                both = member.mask & rest
                if not both:
                    continue
                rest &= ~both
                owners = [definition for definition in definitions if definition.mask & both]
                sole = len(owners) == 1 and title_of(owners[0].owner) in protocols
                yield Standing(both, method, signature, is_async, member, sole)
            if rest:
                yield Standing(rest, method, signature, is_async, None, sole_definer=False)


def partition(masks: list[tuple[int, Label]]) -> list[tuple[int, list[Label]]]:
    """Split releases by the set of labels that hold there.

    Args:
        masks: Labels, each with the releases it holds in; they may overlap.

    Returns:
        Disjoint sets of releases, each with its labels in the given order.
    """
    parts: list[tuple[int, list[Label]]] = []
    for mask, label in masks:
        split: list[tuple[int, list[Label]]] = []
        rest = mask
        for part, labels in parts:
            both = part & mask
            rest &= ~both
            if both:
                split.append((both, [*labels, label]))
            if part & ~both:
                split.append((part & ~both, labels))
        if rest:
            split.append((rest, [label]))
        parts = split
    return parts
