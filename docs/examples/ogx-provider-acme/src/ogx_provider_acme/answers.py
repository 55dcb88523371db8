"""Answers for which the stack has no fitting type."""

from typing import Any

from ogx_api import OpenAIChatCompletionUsage, OpenAICompletion, OpenAICompletionChoice
from pydantic import BaseModel


class ModelEntry(BaseModel):
    """A model, as the service lists it."""

    id: str


class ModelList(BaseModel):
    """The models of the service."""

    data: list[ModelEntry]


class CompletionChoice(OpenAICompletionChoice):
    """A continuation of a text, or a piece of one.

    Unlike the stack's type: a piece does not say yet why it ended, and the log
    probabilities of a completion have another shape than those of a chat.
    """

    finish_reason: str | None = None  # type: ignore[assignment]
    logprobs: dict[str, Any] | None = None  # type: ignore[assignment]


class Completion(OpenAICompletion):
    """A completed text, or a piece of one; the last piece may hold nothing but the usage."""

    choices: list[CompletionChoice]  # type: ignore[assignment]
    usage: OpenAIChatCompletionUsage | None = None
