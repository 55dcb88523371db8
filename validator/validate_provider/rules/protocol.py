"""What rules on the protocol of an API have in common."""

from typing import TypeVar

from validate_provider.contract import Call
from validate_provider.source.standing import Standing

Label = TypeVar("Label")

_OPTIONAL = frozenset(
    {
        "anthropic_count_tokens",
        "anthropic_messages",
        "batch_chat_completion",
        "batch_completion",
        "openai_chat_completions_with_reasoning",
        "rerank",
    }
)


def is_optional(api: str, method: str) -> bool:
    """Tell whether most of the stack's own providers lack a method; only its own requests fail."""
    return api == "inference" and method in _OPTIONAL


def passed(standing: Standing, call: Call) -> str:
    """What a call passes, in the protocol's names: `vector_store_id, request, limit=`."""
    names = list(standing.expected.names[: call.positional])
    names += ["..."] * (call.positional - len(names))
    return ", ".join((*names, *(f"{keyword}=" for keyword in call.keywords)))


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
