"""Answers for which the stack has no fitting type."""

from typing import Any

from llama_stack.apis.inference import (
    OpenAIChatCompletion,
    OpenAIChatCompletionChunk,
    OpenAIChoice,
    OpenAIChunkChoice,
    OpenAICompletion,
    OpenAICompletionChoice,
)
{%- if line.metered %}
from llama_stack.apis.telemetry import MetricInResponse
{%- endif %}
from pydantic import BaseModel, Field


{% if cookiecutter.kind == 'remote' -%}
class ModelEntry(BaseModel):
    """A model, as the service lists it."""

    id: str


class ModelList(BaseModel):
    """The models of the service."""

    data: list[ModelEntry]


{% endif -%}
class Usage(BaseModel, extra="allow"):
    """How many tokens a request took."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class ChatCompletion(OpenAIChatCompletion):
    """An answer in a chat{% if not line.metered %}; the stack's own type lacks the `usage`{% endif %}.
{%- if line.metered %}

    From 0.2.18 on, a stack with telemetry reads `usage` and sets `metrics`, which its own type lacks.
    {% endif %}"""

    choices: list[OpenAIChoice] = Field(min_length=1)
    usage: Usage = Field(default_factory=Usage)
{%- if line.metered %}
    metrics: list[MetricInResponse] | None = None
{%- endif %}


class ChunkChoice(OpenAIChunkChoice):
    """A piece of one of the answers; unlike the stack's type, it need not say yet why it ended."""

    finish_reason: str | None = None  # type: ignore[assignment]


class ChatCompletionChunk(OpenAIChatCompletionChunk):
    """A piece of an answer in a chat; the last piece may hold nothing but the usage."""

    choices: list[ChunkChoice]  # type: ignore[assignment]
    usage: Usage | None = None


class CompletionChoice(OpenAICompletionChoice):
    """A continuation of a text, or a piece of one.

    Unlike the stack's type: a piece does not say yet why it ended, and the log
    probabilities of a completion have another shape than those of a chat.
    """

    finish_reason: str | None = None  # type: ignore[assignment]
    logprobs: dict[str, Any] | None = None  # type: ignore[assignment]


class Completion(OpenAICompletion):
    """A completed text{% if line.metered %}; telemetry wants the same of it as of a chat{% endif %}."""

    choices: list[CompletionChoice] = Field(min_length=1)  # type: ignore[assignment]
    usage: Usage = Field(default_factory=Usage)
{%- if line.metered %}
    metrics: list[MetricInResponse] | None = None
{%- endif %}


class CompletionChunk(OpenAICompletion):
    """A piece of a completed text; the last piece may hold nothing but the usage."""

    choices: list[CompletionChoice]  # type: ignore[assignment]
    usage: Usage | None = None
