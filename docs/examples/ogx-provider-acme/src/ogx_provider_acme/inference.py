"""The adapter: answers the stack's inference requests through the service."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

from ogx.core.request_headers import NeedsRequestProviderData
from ogx_api import (
    HealthResponse,
    HealthStatus,
    InferenceProvider,
    Model,
    ModelType,
    OpenAIChatCompletion,
    OpenAIChatCompletionChunk,
    OpenAIChatCompletionChunkWithReasoning,
    OpenAIChatCompletionContentPartImageParam,
    OpenAIChatCompletionContentPartTextParam,
    OpenAIChatCompletionRequestWithExtraBody,
    OpenAIChatCompletionWithReasoning,
    OpenAICompletion,
    OpenAICompletionRequestWithExtraBody,
    OpenAIEmbeddingsRequestWithExtraBody,
    OpenAIEmbeddingsResponse,
    ProviderSpec,
    RerankResponse,
)
from ogx_api.inference.models import RerankRequest
from ogx_api.messages.models import (
    AnthropicCountTokensRequest,
    AnthropicCountTokensResponse,
    AnthropicCreateMessageRequest,
    AnthropicMessageResponse,
    AnthropicStreamEvent,
)
from pydantic import BaseModel, SecretStr

from .answers import Completion, MessageEvent, ModelList, Ranking, ReasonedAnswer, ReasonedPiece
from .config import AcmeConfig
from .errors import ServiceError
from .service import Service

Part = str | OpenAIChatCompletionContentPartTextParam | OpenAIChatCompletionContentPartImageParam


class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider):
    """Inference by an OpenAI-compatible service."""

    # The stack puts the provider_id of the run config in its place, and sets the specification.
    __provider_id__ = "acme"
    __provider_spec__: ProviderSpec

    def __init__(self, config: AcmeConfig) -> None:
        self.config = config
        self._service = Service(config, self._callers_key)

    def _callers_key(self) -> SecretStr | None:
        """Return the API key that the request at hand brings in its header, if it brings one."""
        brought = self.get_request_provider_data()
        return brought.acme_api_key if brought else None

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
        other = ModelType.rerank if name in self.config.rerank_models else ModelType.llm
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type=other if dimension is None else ModelType.embedding,
            metadata={} if dimension is None else {"embedding_dimension": dimension},
        )

    async def register_model(self, model: Model) -> Model:
        """Accept a model of the run config; the service refuses it if it does not know it."""
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Forget a model: there is nothing to forget, the service keeps the list."""

    # -- Inference ------------------------------------------------------------------------
    #
    # YOUR BACKEND: the methods below forward each request as it is. If your service speaks
    # another dialect than OpenAI's, translate here, from and to the stack's types.

    async def openai_chat_completion(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletion | AsyncIterator[OpenAIChatCompletionChunk]:
        """Answer a chat, whole or in pieces."""
        path, body = "chat/completions", _body(params)
        if params.stream:
            pieces = await self._service.stream(path, body, OpenAIChatCompletionChunk)
            return _renamed(pieces)
        answer = await self._service.post(path, body, OpenAIChatCompletion)
        answer.id = _new_id()
        return answer

    async def openai_completion(
        self, params: OpenAICompletionRequestWithExtraBody
    ) -> OpenAICompletion | AsyncIterator[OpenAICompletion]:
        """Continue a text, whole or in pieces."""
        path, body = "completions", _body(params)
        if params.stream:
            return await self._service.stream(path, body, Completion)
        return await self._service.post(path, body, Completion)

    async def openai_embeddings(self, params: OpenAIEmbeddingsRequestWithExtraBody) -> OpenAIEmbeddingsResponse:
        """Turn texts into vectors."""
        return await self._service.post("embeddings", _body(params), OpenAIEmbeddingsResponse)

    async def openai_chat_completions_with_reasoning(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletionWithReasoning | AsyncIterator[OpenAIChatCompletionChunkWithReasoning]:
        """Answer a chat, and tell apart from the answer what the model thought before."""
        path, body = "chat/completions", _body(params)
        if params.stream:
            return await self._service.stream(path, body, ReasonedPiece)
        return await self._service.post(path, body, ReasonedAnswer)

    async def rerank(self, request: RerankRequest) -> RerankResponse:
        """Order texts by how relevant they are to a query, as Cohere and Jina do."""
        body = {
            "model": request.model,
            "query": _text(request.query),
            "documents": [_text(item) for item in request.items],
            "top_n": request.max_num_results or len(request.items),
        }
        ranking = await self._service.post("rerank", body, Ranking)
        return RerankResponse(data=sorted(ranking.results, key=lambda it: it.relevance_score, reverse=True))

    # OGX asks for these from 1.2 on; a service has them if it speaks Anthropic's protocol, too.

    async def anthropic_messages(
        self, params: AnthropicCreateMessageRequest
    ) -> AnthropicMessageResponse | AsyncIterator[AnthropicStreamEvent]:
        """Answer a chat in Anthropic's protocol, whole or in pieces."""
        path, body = "messages", _body(params)
        if params.stream:
            return _events(await self._service.stream(path, body, MessageEvent))
        return await self._service.post(path, body, AnthropicMessageResponse)

    async def anthropic_count_tokens(self, params: AnthropicCountTokensRequest) -> AnthropicCountTokensResponse:
        """Count the tokens that such a chat would have."""
        return await self._service.post("messages/count_tokens", _body(params), AnthropicCountTokensResponse)


def _body(params: BaseModel) -> dict[str, Any]:
    """Return a request as JSON for the service: what was asked, and no more."""
    # As any: earlier answers may hold more than their type says, which is what the model thought.
    return params.model_dump(mode="json", exclude_none=True, serialize_as_any=True)


def _text(part: Part) -> str:
    """Return what is to be ranked, or a query, as text.

    Raises:
        ValueError: It is an image.
    """
    if isinstance(part, OpenAIChatCompletionContentPartImageParam):
        raise ValueError("only texts can be ranked, not images")
    return part if isinstance(part, str) else part.text


async def _events(pieces: AsyncIterator[MessageEvent]) -> AsyncIterator[AnthropicStreamEvent]:
    async for piece in pieces:
        yield piece.root


async def _renamed(pieces: AsyncIterator[OpenAIChatCompletionChunk]) -> AsyncIterator[OpenAIChatCompletionChunk]:
    """Give all pieces of an answer the same new id."""
    new_id = _new_id()
    async for piece in pieces:
        piece.id = new_id
        yield piece


def _new_id() -> str:
    """Return an id for an answer: the stack keeps chats by it, and not every service makes it unique."""
    return f"chatcmpl-{uuid.uuid4().hex}"
