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
    OpenAIChatCompletionRequestWithExtraBody,
    OpenAICompletion,
    OpenAICompletionRequestWithExtraBody,
    OpenAIEmbeddingsRequestWithExtraBody,
    OpenAIEmbeddingsResponse,
    ProviderSpec,
)
from pydantic import BaseModel, SecretStr

from .answers import Completion, ModelList
from .config import AcmeConfig
from .errors import ServiceError
from .service import Service


class AcmeInferenceAdapter(NeedsRequestProviderData, InferenceProvider):
    """Inference by an OpenAI-compatible service.

    What is not written here, such as reranking, the stack answers with "not implemented".
    """

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
        return Model(
            identifier=name,
            provider_resource_id=name,
            provider_id=self.__provider_id__,
            model_type=ModelType.llm if dimension is None else ModelType.embedding,
            metadata={} if dimension is None else {"embedding_dimension": dimension},
        )

    async def register_model(self, model: Model) -> Model:
        """Accept a model of the run config; the service refuses it if it does not know it."""
        return model

    async def unregister_model(self, model_id: str) -> None:
        """Forget a model: there is nothing to forget, the service keeps the list."""

    # -- Inference ------------------------------------------------------------------------
    #
    # YOUR BACKEND: the three methods below forward each request as it is. If your service
    # speaks another dialect than OpenAI's, translate here, from and to the stack's types.

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


def _body(params: BaseModel) -> dict[str, Any]:
    """Return a request as JSON for the service: what was asked, and no more."""
    return params.model_dump(mode="json", exclude_none=True)


async def _renamed(pieces: AsyncIterator[OpenAIChatCompletionChunk]) -> AsyncIterator[OpenAIChatCompletionChunk]:
    """Give all pieces of an answer the same new id."""
    new_id = _new_id()
    async for piece in pieces:
        piece.id = new_id
        yield piece


def _new_id() -> str:
    """Return an id for an answer: the stack keeps chats by it, and not every service makes it unique."""
    return f"chatcmpl-{uuid.uuid4().hex}"
