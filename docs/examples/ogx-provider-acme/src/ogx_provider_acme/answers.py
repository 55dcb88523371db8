"""Answers for which the stack has no fitting type."""

from typing import Annotated, Any

from ogx_api import (
    OpenAIChatCompletion,
    OpenAIChatCompletionChunk,
    OpenAIChatCompletionChunkWithReasoning,
    OpenAIChatCompletionUsage,
    OpenAIChatCompletionWithReasoning,
    OpenAICompletion,
    OpenAICompletionChoice,
    RerankData,
)
from ogx_api.messages.models import AnthropicStreamEvent
from pydantic import BaseModel, Field, RootModel, model_validator


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


class Ranking(BaseModel):
    """How relevant each text is to a query, as the service tells it."""

    results: list[RerankData]


class ReasonedAnswer(OpenAIChatCompletionWithReasoning):
    """An answer in a chat, and apart from it what the model thought before."""

    completion: OpenAIChatCompletion

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, answer: Any) -> Any:
        return {"completion": answer, "reasoning_content": _thoughts(answer, "message")}


class ReasonedPiece(OpenAIChatCompletionChunkWithReasoning):
    """A piece of such an answer, or of the thoughts."""

    chunk: OpenAIChatCompletionChunk

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, piece: Any) -> Any:
        return {"chunk": piece, "reasoning_content": _thoughts(piece, "delta")}


def _thoughts(answer: Any, part: str) -> Any:
    """Return what the model thought; services have two names for it."""
    try:
        said = answer["choices"][0][part]
        return said.get("reasoning_content") or said.get("reasoning")
    except (AttributeError, LookupError, TypeError):
        return None


class MessageEvent(RootModel[Annotated[AnthropicStreamEvent, Field(discriminator="type")]]):
    """A piece of a message in Anthropic's protocol."""
