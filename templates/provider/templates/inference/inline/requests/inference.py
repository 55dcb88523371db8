{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set body = "await self._named(_body(params))" if line.stack_names_models else "_body(params)" -%}
{% set asked = "request." if line.reranks == "request" else "" -%}
{% set Chunk = "OpenAIChatCompletionChunk" if line.open_chunks else "ChatCompletionChunk" -%}
"""The implementation: answers the stack's inference requests by models in this process."""

from collections.abc import AsyncIterator
from typing import Any, TypeVar

{{ stack(
    "apis.inference: InferenceProvider OpenAIChatCompletion OpenAIChatCompletionChunk",
    "apis.inference: OpenAIChatCompletionRequestWithExtraBody OpenAICompletionRequestWithExtraBody",
    "apis.inference: OpenAIEmbeddingsRequestWithExtraBody OpenAIEmbeddingsResponse",
    "apis.inference: " ~ ("OpenAICompletion" if line.completes_in_pieces else ""),
    "apis.inference: " ~ ("OpenAIChatCompletionContentPartImageParam" if line.reranks else ""),
    "apis.inference: " ~ ("OpenAIChatCompletionContentPartTextParam RerankResponse" if line.reranks else ""),
    "apis.inference: " ~ ("OpenAIChatCompletionChunkWithReasoning OpenAIChatCompletionWithReasoning" if line.reasons else ""),
    "apis.common.errors: " ~ ("ModelNotFoundError" if line.stack_names_models else ""),
    "apis.models: Model ModelType",
    "providers.datatypes: HealthResponse HealthStatus",
) }}
{%- if line.reranks == "request" %}
from {{ cookiecutter.__root }}.inference.models import RerankRequest
{%- endif %}
{%- if line.messages_since %}
from {{ cookiecutter.__root }}.messages.models import (
    AnthropicCountTokensRequest,
    AnthropicCountTokensResponse,
    AnthropicCreateMessageRequest,
    AnthropicMessageResponse,
    AnthropicStreamEvent,
)
{%- endif %}
from pydantic import BaseModel

{% if line.messages_since %}from . import messages
{% endif -%}
from .answers import {% if not line.open_chunks %}ChatCompletionChunk, {% endif %}Completion
from .config import {{ cookiecutter.__class }}Config
from .model import CHAT_MODEL, EMBEDDING_MODEL{% if line.reranks %}, RERANK_MODEL{% endif %}
from .service import Service

Answer = TypeVar("Answer", bound=BaseModel)
{%- if line.reranks %}
Part = str | OpenAIChatCompletionContentPartTextParam | OpenAIChatCompletionContentPartImageParam
{%- endif %}


class {{ cookiecutter.__class }}InferenceImpl(InferenceProvider):
    """Inference in the server's own process.{% if not line.reranks %}

    What is not written here, that is reranking, the stack answers with "not implemented".
    {% endif %}"""

    # The stack puts the provider_id of the run config in its place.
    __provider_id__ = "{{ cookiecutter.name }}"

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config)

    async def initialize(self) -> None:
        """Load nothing: the models are there already."""

    async def shutdown(self) -> None:
        """Free nothing: the models hold nothing but memory."""

    async def health(self) -> HealthResponse:
        """Say that all is well: what runs in this process is there as long as it is asked."""
        return HealthResponse(status=HealthStatus.OK)

    # -- Models ---------------------------------------------------------------------------
    #
    # The stack calls these at start-up and when models come and go, though its protocol does
    # not name them.

    async def should_refresh_models(self) -> bool:
        """Say that the stack need not call `list_models` again: there are always the same."""
        return False

    async def list_models(self) -> list[Model] | None:
        """List the models, so that nobody has to register them."""
        dimension = {"embedding_dimension": self.config.embedding_dimension}
        return [
            self._model(CHAT_MODEL, ModelType.llm, {}),
            self._model(EMBEDDING_MODEL, ModelType.embedding, dimension),
{%- if line.reranks %}
            self._model(RERANK_MODEL, ModelType.rerank, {}),
{%- endif %}
        ]

    def _model(self, name: str, kind: ModelType, metadata: dict[str, Any]) -> Model:
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type=kind,
            metadata=metadata,
        )

    async def register_model(self, model: Model) -> Model:
        """Accept a model of the run config, which is one of ours under another name."""
        if model.provider_resource_id not in (CHAT_MODEL, EMBEDDING_MODEL{% if line.reranks %}, RERANK_MODEL{% endif %}):
            raise ValueError(f"there is no model {model.provider_resource_id}")
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Forget a model: there is nothing to forget, the stack keeps the names."""
{%- if line.stack_names_models %}

{% include cookiecutter._pieces ~ 'inference/requests/named.jinja' %}
{%- endif %}

    # -- Inference ------------------------------------------------------------------------

    async def openai_chat_completion(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletion | AsyncIterator[OpenAIChatCompletionChunk]:
        """Answer a chat, whole or in pieces."""
        body = {{ body }}
        if params.stream:
            return _typed({{ Chunk }}, await self._service.chat_pieces(body))
        return OpenAIChatCompletion.model_validate(await self._service.chat(body))
{% if line.completes_in_pieces %}
    async def openai_completion(
        self, params: OpenAICompletionRequestWithExtraBody
    ) -> OpenAICompletion | AsyncIterator[OpenAICompletion]:
        """Continue a text, whole or in pieces."""
{%- else %}
    async def openai_completion(self, params: OpenAICompletionRequestWithExtraBody) -> Any:
        """Continue a text, whole or in pieces, though the protocol speaks of the whole only."""
{%- endif %}
        body = {{ body }}
        if params.stream:
            return _typed(Completion, await self._service.completion_pieces(body))
        return Completion.model_validate(await self._service.completion(body))

    async def openai_embeddings(self, params: OpenAIEmbeddingsRequestWithExtraBody) -> OpenAIEmbeddingsResponse:
        """Turn texts into vectors."""
        return OpenAIEmbeddingsResponse.model_validate(await self._service.embeddings({{ body }}))
{%- if line.reasons %}

    async def openai_chat_completions_with_reasoning(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletionWithReasoning | AsyncIterator[OpenAIChatCompletionChunkWithReasoning]:
        """Answer a chat, and tell apart from the answer what the model thinks before."""
        answer = await self.openai_chat_completion(params)
        thoughts = await self._service.thoughts(_body(params))
        if isinstance(answer, OpenAIChatCompletion):
            return OpenAIChatCompletionWithReasoning(completion=answer, reasoning_content=thoughts)
        return _reasoned(answer, thoughts)
{%- endif %}
{%- if line.reranks %}
{% if line.reranks_since %}
    async def rerank(
        self,
        request: RerankRequest | str,
        query: Part = "",
        items: list[Part] | None = None,
        max_num_results: int | None = None,
    ) -> RerankResponse:
{%- elif line.reranks == "request" %}
    async def rerank(self, request: RerankRequest) -> RerankResponse:
{%- else %}
    async def rerank(
        self, model: str, query: Part, items: list[Part], max_num_results: int | None = None
    ) -> RerankResponse:
{%- endif %}
        """Order texts by how relevant they are to a query."""
{%- if line.reranks_since %}
        if isinstance(request, str):
            # Before {{ line.reranks_since }}, the stack's router passes on the parts of a request.
            parts = {"query": query, "items": items, "max_num_results": max_num_results}
            request = RerankRequest.model_validate({"model": request, **parts})
{%- endif %}
        body = {
            "model": {{ asked }}model,
            "query": _text({{ asked }}query),
            "items": [_text(item) for item in {{ asked }}items],
            "max_num_results": {{ asked }}max_num_results,
        }
        return RerankResponse.model_validate(await self._service.rerank(body))
{%- endif %}
{%- if line.messages_since %}

    # OGX asks for these from {{ line.messages_since }} on.

    async def anthropic_messages(
        self, params: AnthropicCreateMessageRequest
    ) -> AnthropicMessageResponse | AsyncIterator[AnthropicStreamEvent]:
        """Answer a chat in Anthropic's protocol, whole or in pieces."""
        body = messages.chat(params)
        if params.stream:
            return messages.events(params.model, await self._service.chat_pieces(body))
        return messages.message(await self._service.chat(body))

    async def anthropic_count_tokens(self, params: AnthropicCountTokensRequest) -> AnthropicCountTokensResponse:
        """Count the tokens that such a chat has."""
        return AnthropicCountTokensResponse(input_tokens=await self._service.count(messages.chat(params)))
{%- endif %}


def _body(params: BaseModel) -> dict[str, Any]:
    """Return a request as JSON: what was asked, and no more."""
    return params.model_dump(mode="json", exclude_none=True)


async def _typed(kind: type[Answer], pieces: AsyncIterator[dict[str, Any]]) -> AsyncIterator[Answer]:
    async for piece in pieces:
        yield kind.model_validate(piece)
{%- if line.reasons %}


async def _reasoned(
    pieces: AsyncIterator[OpenAIChatCompletionChunk], thoughts: str | None
) -> AsyncIterator[OpenAIChatCompletionChunkWithReasoning]:
    """Put the thoughts beside the first piece."""
    async for piece in pieces:
        yield OpenAIChatCompletionChunkWithReasoning(chunk=piece, reasoning_content=thoughts)
        thoughts = None
{%- endif %}
{%- if line.reranks %}


{% include cookiecutter._pieces ~ 'inference/requests/text.jinja' %}
{%- endif %}
