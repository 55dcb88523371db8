"""The `inference` API: all that the stack asks of a provider."""

from collections.abc import AsyncIterator

from ogx_api import (
    AnthropicCountTokensRequest,
    AnthropicCountTokensResponse,
    AnthropicCreateMessageRequest,
    AnthropicMessageResponse,
    HealthResponse,
    HealthStatus,
    InferenceProvider,
    Model,
    OpenAIChatCompletion,
    OpenAIChatCompletionChunk,
    OpenAIChatCompletionChunkWithReasoning,
    OpenAIChatCompletionRequestWithExtraBody,
    OpenAIChatCompletionWithReasoning,
    OpenAICompletion,
    OpenAICompletionRequestWithExtraBody,
    OpenAIEmbeddingsRequestWithExtraBody,
    OpenAIEmbeddingsResponse,
)
from ogx_api.messages.models import AnthropicStreamEvent

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Inference{{ cookiecutter.__suffix }}(InferenceProvider):
    """The `inference` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    A provider need not have these at all:

    - `rerank`
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open what the backend needs; the stack waits for it."""

    async def shutdown(self) -> None:
        """Close what `initialize` opened."""

    async def health(self) -> HealthResponse:
        """Say whether the backend answers, once there is one to ask."""
        return HealthResponse(status=HealthStatus.NOT_IMPLEMENTED)

    # The stack calls these, too: at start-up, and as resources come and go.

    async def list_models(self) -> list[Model] | None:
        """List the models that nobody has to register; the stack asks at start-up."""
        return None

    async def should_refresh_models(self) -> bool:
        """Say whether the stack shall ask for that list again from time to time."""
        return False

    async def register_model(self, model: Model) -> Model:
        """Take in a model that the run config lists or a client registers."""
        raise NotImplementedError("register_model is not written yet")

    async def unregister_model(self, model_id: str) -> None:
        """Let go of a model that is unregistered."""
        raise NotImplementedError("unregister_model is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def openai_completion(
        self, params: OpenAICompletionRequestWithExtraBody
    ) -> OpenAICompletion | AsyncIterator[OpenAICompletion]:
        """Answer `POST /v1/completions`."""
        raise NotImplementedError("openai_completion is not written yet")

    async def openai_chat_completion(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletion | AsyncIterator[OpenAIChatCompletionChunk]:
        """Answer `POST /v1/chat/completions`."""
        raise NotImplementedError("openai_chat_completion is not written yet")

    async def openai_chat_completions_with_reasoning(
        self, params: OpenAIChatCompletionRequestWithExtraBody
    ) -> OpenAIChatCompletionWithReasoning | AsyncIterator[OpenAIChatCompletionChunkWithReasoning]:
        """Answer the stack's `openai_chat_completions_with_reasoning`."""
        raise NotImplementedError("openai_chat_completions_with_reasoning is not written yet")

    async def openai_embeddings(self, params: OpenAIEmbeddingsRequestWithExtraBody) -> OpenAIEmbeddingsResponse:
        """Answer `POST /v1/embeddings`."""
        raise NotImplementedError("openai_embeddings is not written yet")

    async def anthropic_messages(
        self, params: AnthropicCreateMessageRequest
    ) -> AnthropicMessageResponse | AsyncIterator[AnthropicStreamEvent]:
        """Answer the stack's `anthropic_messages`."""
        raise NotImplementedError("anthropic_messages is not written yet")

    async def anthropic_count_tokens(self, params: AnthropicCountTokensRequest) -> AnthropicCountTokensResponse:
        """Answer the stack's `anthropic_count_tokens`."""
        raise NotImplementedError("anthropic_count_tokens is not written yet")
