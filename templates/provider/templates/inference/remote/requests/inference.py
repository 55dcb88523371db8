{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set body = "await self._named(_body(params))" if line.stack_names_models else "_body(params)" -%}
{% set asked = "request." if line.reranks == "request" else "" -%}
"""The adapter: answers the stack's inference requests through the service."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

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
    "core.request_headers: NeedsRequestProviderData",
    "providers.datatypes: HealthResponse HealthStatus ProviderSpec",
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
from pydantic import BaseModel, SecretStr

from .answers import {% if not line.open_chunks %}ChatCompletionChunk, {% endif %}Completion, {% if line.messages_since %}MessageEvent, {% endif %}ModelList
{%- if line.reranks %}, Ranking{% endif %}{% if line.reasons %}, ReasonedAnswer, ReasonedPiece{% endif %}
from .config import {{ cookiecutter.__class }}Config
from .errors import ServiceError
from .service import Service
{%- if line.reranks %}

Part = str | OpenAIChatCompletionContentPartTextParam | OpenAIChatCompletionContentPartImageParam
{%- endif %}


class {{ cookiecutter.__class }}InferenceAdapter(NeedsRequestProviderData, InferenceProvider):
    """Inference by an OpenAI-compatible service.{% if not line.reranks %}

    What is not written here, that is reranking, the stack answers with "not implemented".
    {% endif %}"""

    # The stack puts the provider_id of the run config in its place, and sets the specification.
    __provider_id__ = "{{ cookiecutter.name }}"
    __provider_spec__: ProviderSpec

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config, self._callers_key)

    def _callers_key(self) -> SecretStr | None:
        """Return the API key that the request at hand brings in its header, if it brings one."""
        brought = self.get_request_provider_data()
        return brought.{{ cookiecutter.__env.lower() }}_api_key if brought else None

    async def initialize(self) -> None:
        """Open nothing yet: the service may come up later than the stack."""

    async def shutdown(self) -> None:
        """Close the connections to the service."""
        await self._service.close()

    async def health(self) -> HealthResponse:
        """Say whether the service answers."""
        try:
            await self._service.get("models", ModelList)
        except ServiceError as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Models ---------------------------------------------------------------------------
    #
    # The stack calls these at start-up and when models come and go, though its protocol does
    # not name them.

    async def should_refresh_models(self) -> bool:
        """Say whether the stack should call `list_models` again from time to time."""
        return self.config.refresh_models

    async def list_models(self) -> list[Model] | None:
        """List the models of the service, so that nobody has to register them."""
        models = await self._service.get("models", ModelList)
        return [self._model(entry.id) for entry in models.data]

    def _model(self, name: str) -> Model:
        dimension = self.config.embedding_models.get(name)
{%- if line.reranks %}
        other = ModelType.rerank if name in self.config.rerank_models else ModelType.llm
{%- endif %}
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type={{ "other" if line.reranks else "ModelType.llm" }} if dimension is None else ModelType.embedding,
            metadata={} if dimension is None else {"embedding_dimension": dimension},
        )

    async def register_model(self, model: Model) -> Model:
        """Accept a model of the run config; the service refuses it if it does not know it."""
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Forget a model: there is nothing to forget, the service keeps the list."""
{%- if line.stack_names_models %}

{% include cookiecutter._pieces ~ 'inference/requests/named.jinja' %}
{%- endif %}

    # -- Inference ------------------------------------------------------------------------
    #
    # YOUR BACKEND: the methods below forward each request as it is. If your service speaks
    # another dialect than OpenAI's, translate here, from and to the stack's types.

    async def openai_chat_completion(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletion | AsyncIterator[OpenAIChatCompletionChunk]:
        """Answer a chat, whole or in pieces."""
        path, body = "chat/completions", {{ body }}
        if params.stream:
            pieces = await self._service.stream(path, body, {% if line.open_chunks %}OpenAI{% endif %}ChatCompletionChunk)
            return _renamed(pieces)
        answer = await self._service.post(path, body, OpenAIChatCompletion)
        answer.id = _new_id()
        return answer
{% if line.completes_in_pieces %}
    async def openai_completion(
        self, params: OpenAICompletionRequestWithExtraBody
    ) -> OpenAICompletion | AsyncIterator[OpenAICompletion]:
        """Continue a text, whole or in pieces."""
{%- else %}
    async def openai_completion(self, params: OpenAICompletionRequestWithExtraBody) -> Any:
        """Continue a text, whole or in pieces, though the protocol speaks of the whole only."""
{%- endif %}
        path, body = "completions", {{ body }}
        if params.stream:
            return await self._service.stream(path, body, Completion)
        return await self._service.post(path, body, Completion)

    async def openai_embeddings(self, params: OpenAIEmbeddingsRequestWithExtraBody) -> OpenAIEmbeddingsResponse:
        """Turn texts into vectors."""
        return await self._service.post("embeddings", {{ body }}, OpenAIEmbeddingsResponse)
{%- if line.reasons %}

    async def openai_chat_completions_with_reasoning(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletionWithReasoning | AsyncIterator[OpenAIChatCompletionChunkWithReasoning]:
        """Answer a chat, and tell apart from the answer what the model thought before."""
        path, body = "chat/completions", {{ body }}
        if params.stream:
            return await self._service.stream(path, body, ReasonedPiece)
        return await self._service.post(path, body, ReasonedAnswer)
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
        """Order texts by how relevant they are to a query, as Cohere and Jina do."""
{%- if line.reranks_since %}
        if isinstance(request, str):
            # Before {{ line.reranks_since }}, the stack's router passes on the parts of a request.
            parts = {"query": query, "items": items, "max_num_results": max_num_results}
            request = RerankRequest.model_validate({"model": request, **parts})
{%- endif %}
        body = {
            "model": {{ asked }}model,
            "query": _text({{ asked }}query),
            "documents": [_text(item) for item in {{ asked }}items],
            "top_n": {{ asked }}max_num_results or len({{ asked }}items),
        }
        ranking = await self._service.post("rerank", body, Ranking)
        return RerankResponse(data=sorted(ranking.results, key=lambda it: it.relevance_score, reverse=True))
{%- endif %}
{%- if line.messages_since %}

    # OGX asks for these from {{ line.messages_since }} on; a service has them if it speaks Anthropic's protocol, too.

    async def anthropic_messages(
        self, params: AnthropicCreateMessageRequest
    ) -> AnthropicMessageResponse | AsyncIterator[AnthropicStreamEvent]:
        """Answer a chat in Anthropic's protocol, whole or in pieces."""
        path, body = "messages", {{ body }}
        if params.stream:
            return _events(await self._service.stream(path, body, MessageEvent))
        return await self._service.post(path, body, AnthropicMessageResponse)

    async def anthropic_count_tokens(self, params: AnthropicCountTokensRequest) -> AnthropicCountTokensResponse:
        """Count the tokens that such a chat would have."""
        return await self._service.post("messages/count_tokens", {{ body }}, AnthropicCountTokensResponse)
{%- endif %}


def _body(params: BaseModel) -> dict[str, Any]:
    """Return a request as JSON for the service: what was asked, and no more."""
{%- if line.reasons %}
    # As any: earlier answers may hold more than their type says, which is what the model thought.
    return params.model_dump(mode="json", exclude_none=True, serialize_as_any=True)
{%- else %}
    return params.model_dump(mode="json", exclude_none=True)
{%- endif %}
{%- if line.reranks %}


{% include cookiecutter._pieces ~ 'inference/requests/text.jinja' %}
{%- endif %}
{%- if line.messages_since %}


async def _events(pieces: AsyncIterator[MessageEvent]) -> AsyncIterator[AnthropicStreamEvent]:
    async for piece in pieces:
        yield piece.root
{%- endif %}


async def _renamed(pieces: AsyncIterator[OpenAIChatCompletionChunk]) -> AsyncIterator[OpenAIChatCompletionChunk]:
    """Give all pieces of an answer the same new id."""
    new_id = _new_id()
    async for piece in pieces:
        piece.id = new_id
        yield piece


def _new_id() -> str:
    """Return an id for an answer: the stack keeps chats by it, and not every service makes it unique."""
    return f"chatcmpl-{uuid.uuid4().hex}"
