"""The `batches` API: all that the stack asks of a provider."""

from typing import Literal

from llama_stack.apis.batches import Batches, BatchObject, ListBatchesResponse
from llama_stack.providers.datatypes import HealthResponse, HealthStatus

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Batches{{ cookiecutter.__suffix }}(Batches):
    """The `batches` API, by {{ cookiecutter.__class }}.

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

    async def create_batch(
        self,
        input_file_id: str,
        endpoint: str,
        completion_window: Literal["24h"],
        metadata: dict[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> BatchObject:
        """Answer `POST /v1/openai/v1/batches`."""
        raise NotImplementedError("create_batch is not written yet")

    async def retrieve_batch(self, batch_id: str) -> BatchObject:
        """Answer `GET /v1/openai/v1/batches/{batch_id}`."""
        raise NotImplementedError("retrieve_batch is not written yet")

    async def cancel_batch(self, batch_id: str) -> BatchObject:
        """Answer `POST /v1/openai/v1/batches/{batch_id}/cancel`."""
        raise NotImplementedError("cancel_batch is not written yet")

    async def list_batches(self, after: str | None = None, limit: int = 20) -> ListBatchesResponse:
        """Answer `GET /v1/openai/v1/batches`."""
        raise NotImplementedError("list_batches is not written yet")
