"""What the stack has that requests can be about: models, and functions to score with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from validate_provider.live.inside.started import ServedStack

KINDS_OF_MODELS = {
    "llm": ["model", "model_id", "judge_model", "provider_shield_id"],
    "embedding": ["embedding_model"],
    "rerank": ["rerank_model"],
}
"""The kind of a model -> the names of the parameters that one of it is given for."""


def listed_models(stack: ServedStack, loop: asyncio.AbstractEventLoop) -> list[Any]:
    """Give the models that a started stack lists."""
    table = stack.implementations.get("models")
    listed = loop.run_until_complete(table.list_models()) if table else None
    return list(getattr(listed, "data", None) or ())


def models_of(
    stack: ServedStack, loop: asyncio.AbstractEventLoop, wanted: Mapping[str, str | None]
) -> dict[str, Any]:
    """Give the models that the stack has, by the names of the parameters that they are for.

    Args:
        stack: The stack, started.
        loop: The loop that it was started in.
        wanted: The model of a kind to name, whatever the stack lists first; None for that.
    """
    models = listed_models(stack, loop)
    known: dict[str, Any] = {}
    for kind, names in KINDS_OF_MODELS.items():
        fitting = [it for it in models if getattr(it.model_type, "value", it.model_type) == kind]
        if fitting:
            known |= dict.fromkeys(names, fitting[0].identifier)
            if "embedding_dimension" in fitting[0].metadata:
                known["embedding_dimension"] = fitting[0].metadata["embedding_dimension"]
        if name := wanted.get(kind):
            # From 0.3 on a stack puts the provider's name before what it lists.
            ends = [it.identifier for it in models if it.identifier.partition("/")[2] == name]
            known |= dict.fromkeys(names, (ends or [name])[0])
    return known


def scoring_functions_of(
    stack: ServedStack,
    loop: asyncio.AbstractEventLoop,
    provider_id: str | None,
    model: str | None,
) -> dict[str, Any]:
    """Give a function to score with, by the names of the parameters that it is for.

    Args:
        stack: The stack, started.
        loop: The loop that it was started in.
        provider_id: The provider that scores; None for any.
        model: The model that judges, where a function leaves that to a model.
    """
    table = stack.implementations.get("scoring_functions")
    if table is None:
        return {}
    for it in loop.run_until_complete(table.get_all_with_type("scoring_function")):
        if provider_id in (None, it.provider_id):
            settings = it.params.model_dump(mode="json") if it.params else {}
            judged = {**settings, "judge_model": model} if "judge_model" in settings else None
            return {
                "scoring_function": it.identifier,
                "scoring_functions": {it.identifier: judged},
            }
    return {}
