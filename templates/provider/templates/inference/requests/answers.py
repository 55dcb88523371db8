{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""Answers for which the stack has no fitting type."""

from typing import Any

{{ stack(
    "apis.inference: OpenAIChatCompletionUsage OpenAICompletion OpenAICompletionChoice",
    "apis.inference: " ~ ("" if line.open_chunks else "OpenAIChatCompletionChunk OpenAIChunkChoice"),
) }}
{%- if cookiecutter.kind == 'remote' %}
from pydantic import BaseModel
{%- endif %}


{% if cookiecutter.kind == 'remote' -%}
class ModelEntry(BaseModel):
    """A model, as the service lists it."""

    id: str


class ModelList(BaseModel):
    """The models of the service."""

    data: list[ModelEntry]


{% endif -%}
{% if not line.open_chunks -%}
class ChunkChoice(OpenAIChunkChoice):
    """A piece of one of the answers; unlike the stack's type, it need not say yet why it ended."""

    finish_reason: str | None = None  # type: ignore[assignment]


class ChatCompletionChunk(OpenAIChatCompletionChunk):
    """A piece of an answer in a chat; the last piece may hold nothing but the usage."""

    choices: list[ChunkChoice]  # type: ignore[assignment]


{% endif -%}
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
