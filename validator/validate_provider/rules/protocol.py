"""What rules on the protocol of an API have in common."""

import ast
from typing import TypeVar

from validate_provider.contract import Call
from validate_provider.source.classes import Line
from validate_provider.source.provider import Provider
from validate_provider.source.signature import stars
from validate_provider.source.standing import Standing
from validate_provider.source.values import OwnClass, OwnFunction

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


def refusals(
    provider: Provider, line: Line, standings: tuple[Standing, ...], alive: int
) -> list[tuple[int, tuple[str, str]]]:
    """What the loader has against each method that it checks, in its order and words.

    Returns:
        (releases, (method, reason)); a method that can't be read is not in it.
    """
    checked = provider.contract.checked(provider.api)
    found = []
    for standing in sorted(standings, key=lambda one: one.method):
        mask = standing.mask & alive & checked.get(standing.method, 0)
        reason = _reason(standing, line)
        if mask and reason:
            found.append((mask, (standing.method, reason)))
    return found


def _reason(standing: Standing, line: Line) -> str:
    found = standing.found
    if found is None:
        return "" if line.unknown else "missing"
    if lacks_names(standing):
        return "signature_mismatch"
    return "not_actually_implemented" if standing.sole_definer else ""


def own_functions(standing: Standing) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The syntax trees of a method that the provider's own classes define."""
    owner = standing.found.owner if standing.found else None
    cases = owner.members.get(standing.method, ()) if isinstance(owner, OwnClass) else ()
    return [
        case.value.node
        for case in cases
        if case.mask & standing.mask and isinstance(case.value, OwnFunction)
    ]


def lacks_names(standing: Standing) -> bool:
    """Whether a method lacks a parameter of its protocol, as the loader counts them: by name.

    The names of `*args` and `**kwargs` count like any other.
    """
    if standing.found is None or standing.found.signature is None:
        return False
    missing = set(standing.expected.names) - set(standing.found.signature.names)
    named = {name for node in own_functions(standing) for name in stars(node.args)}
    return bool(missing - named)


def refused(provider: Provider, pairs: list[tuple[str, str]]) -> str:
    """The loader's own words for what `refusals` found."""
    return (
        f"ValueError: Provider `{provider.name} (Api.{provider.api})` does not implement "
        f"the following methods:\n{pairs}"
    )


def passed(standing: Standing, call: Call) -> str:
    """What a call passes, in the protocol's names if they are meant: `model_id, request=`."""
    meant = not standing.refused(standing.expected, call)
    names = standing.expected.names[: call.positional] if meant else "_" * call.positional
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
    return _joined(parts)


def _joined(parts: list[tuple[int, list[Label]]]) -> list[tuple[int, list[Label]]]:
    """Put sets of releases together that have the same labels."""
    found: list[tuple[int, list[Label]]] = []
    for mask, labels in parts:
        for index, (before, known) in enumerate(found):
            if known == labels:
                found[index] = (before | mask, known)
                break
        else:
            found.append((mask, labels))
    return found
