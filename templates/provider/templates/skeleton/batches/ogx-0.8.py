"""The `batches` API: all that the stack asks of a provider."""

from ogx_api import (
    Batches,
    BatchObject,
    CancelBatchRequest,
    CreateBatchRequest,
    HealthResponse,
    HealthStatus,
    ListBatchesRequest,
    ListBatchesResponse,
    RetrieveBatchRequest,
)

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

    async def create_batch(self, request: CreateBatchRequest) -> BatchObject:
        """Answer `POST /v1/batches`."""
        raise NotImplementedError("create_batch is not written yet")

    async def retrieve_batch(self, request: RetrieveBatchRequest) -> BatchObject:
        """Answer `GET /v1/batches/{batch_id}`."""
        raise NotImplementedError("retrieve_batch is not written yet")

    async def cancel_batch(self, request: CancelBatchRequest) -> BatchObject:
        """Answer `POST /v1/batches/{batch_id}/cancel`."""
        raise NotImplementedError("cancel_batch is not written yet")

    async def list_batches(self, request: ListBatchesRequest) -> ListBatchesResponse:
        """Answer `GET /v1/batches`."""
        raise NotImplementedError("list_batches is not written yet")
