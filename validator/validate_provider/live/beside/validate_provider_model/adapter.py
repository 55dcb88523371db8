"""The model as the stack calls it: each method of the release's own inference protocol.

A method is given what the protocol of its release has: one object up to which the arguments were
gathered (`params`, `request`), or each by itself in 0.2. The signature is the protocol's, since
loaders up to 0.4 compare it.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from . import answers
from .types import named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping

WHOLE = ("params", "request")
"""Names of the one parameter that holds all others."""
SAID: dict[str, tuple[str, Callable[..., Any], str, Callable[..., Any] | None]] = {
    "openai_chat_completion": (
        "OpenAIChatCompletion",
        answers.chat,
        "OpenAIChatCompletionChunk",
        answers.chat_pieces,
    ),
    "openai_completion": (
        "OpenAICompletion",
        answers.completion,
        "OpenAICompletion",
        answers.completion_pieces,
    ),
    "openai_embeddings": ("OpenAIEmbeddingsResponse", answers.embeddings, "", None),
    "rerank": ("RerankResponse", answers.ranks, "", None),
    "anthropic_messages": (
        "AnthropicMessageResponse",
        answers.message,
        "AnthropicStreamEvent",
        answers.message_pieces,
    ),
    "anthropic_count_tokens": (
        "AnthropicCountTokensResponse",
        answers.message_tokens,
        "",
        None,
    ),
    "chat_completion": (
        "ChatCompletionResponse",
        answers.old_chat,
        "ChatCompletionResponseStreamChunk",
        answers.old_chat_pieces,
    ),
    "completion": (
        "CompletionResponse",
        answers.old_completion,
        "CompletionResponseStreamChunk",
        answers.old_completion_pieces,
    ),
    "embeddings": ("EmbeddingsResponse", answers.old_embeddings, "", None),
}
"""Method -> the class of its answer and the answer; those of a piece of a stream and the pieces."""


def model() -> Any:  # noqa: ANN401 - its base is the stack's
    """Make the model of the release: a method that it has not is none of the model's either."""
    protocol = named("InferenceProvider", "Inference")  # the first came after 0.2.2
    methods = {name: _method(name, meant) for name in SAID if (meant := vars(protocol).get(name))}
    return type("Model", (Models, protocol), methods)()


def _method(name: str, meant: Callable[..., Any]) -> Callable[..., Any]:
    """Make one method, with the signature that its protocol has."""
    whole, answer, piece, pieces = SAID[name]
    signature = inspect.signature(meant)

    async def method(*given: Any, **options: Any) -> Any:  # noqa: ANN401
        asked = gathered(signature.bind(*given, **options).arguments)
        if pieces and asked.get("stream"):
            return streamed(piece, pieces(asked))
        return made(whole, answer(asked))

    vars(method)["__signature__"] = signature
    method.__name__ = name
    return method


def gathered(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Give the arguments of a request by name, from whatever they were gathered in."""
    for name in WHOLE:
        if name in arguments:
            return dict(arguments[name].model_dump(mode="json"))
    return dict(arguments)


def made(name: str, value: dict[str, Any]) -> Any:  # noqa: ANN401
    """Make one of the stack's own objects."""
    from pydantic import TypeAdapter, ValidationError

    kind = TypeAdapter(named(name))
    try:
        return kind.validate_python(value)
    except ValidationError:
        # Up to 0.3 what has not come to its end must say why all the same.
        for choice in value.get("choices", ()):
            choice["finish_reason"] = choice["finish_reason"] or ""
        return kind.validate_python(value)


async def streamed(name: str, values: Iterable[dict[str, Any]]) -> AsyncIterator[Any]:
    """Give pieces one after the other."""
    for value in values:
        yield made(name, value)


class Models:
    """What the stack asks any inference provider for besides: which models it has."""

    __provider_id__: str

    def __init__(self) -> None:
        """Go before the protocol's own, which up to 0.3 takes a subclass for a protocol."""

    async def list_models(self) -> list[Any]:
        """List the two models, one to talk to and one that embeds."""
        embeds = {"embedding_dimension": answers.DIMENSION, "context_length": 8192}
        return [
            self._model(answers.CHAT_MODEL, "llm", {}),
            self._model(answers.EMBEDDING_MODEL, "embedding", embeds),
        ]

    def _model(self, name: str, kind: str, metadata: dict[str, Any]) -> Any:  # noqa: ANN401
        return made(
            "Model",
            {
                "identifier": name,
                "provider_resource_id": name,
                "provider_id": self.__provider_id__,
                "model_type": kind,
                "metadata": metadata,
            },
        )

    async def should_refresh_models(self) -> bool:
        """Say no: the list is read once, and while it is read anew the stack knows no model."""
        return False

    async def register_model(self, model: Any) -> Any:  # noqa: ANN401
        """Take any model for one of these."""
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Let go of a model."""

    async def initialize(self) -> None:
        """Begin: there is nothing to do."""

    async def shutdown(self) -> None:
        """End: there is nothing to do."""
