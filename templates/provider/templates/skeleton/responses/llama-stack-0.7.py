"""The `responses` API: all that the stack asks of a provider."""

from collections.abc import AsyncIterator

from llama_stack_api import (
    CancelResponseRequest,
    CreateResponseRequest,
    DeleteResponseRequest,
    HealthResponse,
    HealthStatus,
    ListOpenAIResponseInputItem,
    ListOpenAIResponseObject,
    ListResponseInputItemsRequest,
    ListResponsesRequest,
    OpenAIDeleteResponseObject,
    OpenAIResponseObject,
    OpenAIResponseObjectStream,
    Responses,
    RetrieveResponseRequest,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Responses{{ cookiecutter.__suffix }}(Responses):
    """The `responses` API, by {{ cookiecutter.__class }}.

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

    async def get_openai_response(self, request: RetrieveResponseRequest) -> OpenAIResponseObject:
        """Answer `GET /v1/responses/{response_id}`."""
        raise NotImplementedError("get_openai_response is not written yet")

    async def create_openai_response(
        self, request: CreateResponseRequest
    ) -> OpenAIResponseObject | AsyncIterator[OpenAIResponseObjectStream]:
        """Answer `POST /v1/responses`."""
        raise NotImplementedError("create_openai_response is not written yet")

    async def list_openai_responses(self, request: ListResponsesRequest) -> ListOpenAIResponseObject:
        """Answer `GET /v1/responses`."""
        raise NotImplementedError("list_openai_responses is not written yet")

    async def list_openai_response_input_items(
        self, request: ListResponseInputItemsRequest
    ) -> ListOpenAIResponseInputItem:
        """Answer `GET /v1/responses/{response_id}/input_items`."""
        raise NotImplementedError("list_openai_response_input_items is not written yet")

    async def delete_openai_response(self, request: DeleteResponseRequest) -> OpenAIDeleteResponseObject:
        """Answer `DELETE /v1/responses/{response_id}`."""
        raise NotImplementedError("delete_openai_response is not written yet")

    async def cancel_openai_response(self, request: CancelResponseRequest) -> OpenAIResponseObject:
        """Answer `POST /v1/responses/{response_id}/cancel`."""
        raise NotImplementedError("cancel_openai_response is not written yet")
