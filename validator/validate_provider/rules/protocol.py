"""How an implementation stands against the protocol of its API, method by method."""

from collections.abc import Iterator
from typing import NamedTuple

from validate_provider.source.classes import Line, Member, members, signature_of
from validate_provider.source.provider import Provider
from validate_provider.source.values import OwnClass, Signature, StackClass

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
    line: Line
    method: str
    expected: Signature
    expected_async: bool
    found: Member | None
    """None if no class of the line defines it."""
    stub_only: bool
    """The protocol itself is the only one that defines it, without doing anything."""
    protocol_only: bool
    """The protocol itself is the only one that defines it."""


def standings(provider: Provider, alive: int) -> Iterator[Standing]:
    """Every protocol method, for every order of lookup that the implementation has."""
    contract = provider.contract
    protocols = {dotted for _mask, dotted in contract.protocol(provider.api)}
    names = {dotted.rpartition(".")[2] for dotted in protocols}
    for line in provider.implementation_lines:
        for method, cases in contract.methods(provider.api).items():
            definitions = members(method, line, contract)
            for mask, expected in cases:
                rest = mask & line.mask & alive
                for member in definitions:
                    both = member.mask & rest
                    if not both:
                        continue
                    rest &= ~both
                    owners = [d for d in definitions if d.mask & both]
                    only = len(owners) == 1 and _title(owners[0].owner) in names
                    yield Standing(
                        both,
                        line,
                        method,
                        signature_of(expected),
                        expected.is_async,
                        member,
                        only and member.body == "stub",
                        only,
                    )
                if rest:
                    yield Standing(
                        rest,
                        line,
                        method,
                        signature_of(expected),
                        expected.is_async,
                        None,
                        stub_only=False,
                        protocol_only=False,
                    )


def partition(masks: list[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Split releases by the set of labels that hold there.

    Args:
        masks: Labels, each with the releases it holds in; they may overlap.

    Returns:
        Disjoint sets of releases, each with its labels in the given order.
    """
    parts: list[tuple[int, list[str]]] = []
    for mask, label in masks:
        split: list[tuple[int, list[str]]] = []
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


def _title(owner: object) -> str:
    if isinstance(owner, OwnClass):
        return owner.name
    return owner.dotted.rpartition(".")[2] if isinstance(owner, StackClass) else ""
