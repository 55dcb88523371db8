"""The `messages` API: all that the stack asks of a provider."""

from collections.abc import AsyncIterator

from ogx_api import (
    AnthropicCountTokensRequest,
    AnthropicCountTokensResponse,
    AnthropicCreateMessageRequest,
    AnthropicMessageResponse,
    HealthResponse,
    HealthStatus,
    Messages,
)
from ogx_api.messages import (
    CreateMessageBatchRequest,
    ListMessageBatchesResponse,
    MessageBatch,
    MessageBatchIndividualResponse,
)
from ogx_api.messages.models import (
    AnthropicStreamEvent,
    CancelMessageBatchRequest,
    ListMessageBatchesRequest,
    RetrieveMessageBatchRequest,
    RetrieveMessageBatchResultsRequest,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Messages{{ cookiecutter.__suffix }}(Messages):
    """The `messages` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
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

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def create_message(
        self, request: AnthropicCreateMessageRequest
    ) -> AnthropicMessageResponse | AsyncIterator[AnthropicStreamEvent]:
        """Answer `POST /v1/messages`."""
        raise NotImplementedError("create_message is not written yet")

    async def count_message_tokens(self, request: AnthropicCountTokensRequest) -> AnthropicCountTokensResponse:
        """Answer `POST /v1/messages/count_tokens`."""
        raise NotImplementedError("count_message_tokens is not written yet")

    async def create_message_batch(self, request: CreateMessageBatchRequest) -> MessageBatch:
        """Answer `POST /v1/messages/batches`."""
        raise NotImplementedError("create_message_batch is not written yet")

    async def retrieve_message_batch(self, request: RetrieveMessageBatchRequest) -> MessageBatch:
        """Answer `GET /v1/messages/batches/{message_batch_id}`."""
        raise NotImplementedError("retrieve_message_batch is not written yet")

    async def list_message_batches(self, request: ListMessageBatchesRequest) -> ListMessageBatchesResponse:
        """Answer `GET /v1/messages/batches`."""
        raise NotImplementedError("list_message_batches is not written yet")

    async def cancel_message_batch(self, request: CancelMessageBatchRequest) -> MessageBatch:
        """Answer `POST /v1/messages/batches/{message_batch_id}/cancel`."""
        raise NotImplementedError("cancel_message_batch is not written yet")

    async def retrieve_message_batch_results(
        self, request: RetrieveMessageBatchResultsRequest
    ) -> AsyncIterator[MessageBatchIndividualResponse]:
        """Answer `GET /v1/messages/batches/{message_batch_id}/results`."""
        raise NotImplementedError("retrieve_message_batch_results is not written yet")
