"""What rules on the protocol of an API have in common."""

from typing import TypeVar

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
