"""The `datasetio` API: all that the stack asks of a provider."""

from typing import Any

from llama_stack_api import Dataset, DatasetIO, DatasetStore, HealthResponse, HealthStatus, PaginatedResponse

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Datasetio{{ cookiecutter.__suffix }}(DatasetIO):
    """The `datasetio` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    # The stack fills this in once it has the provider.
    dataset_store: DatasetStore

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

    async def register_dataset(self, dataset: Dataset) -> None:
        """Take in a dataset that the run config lists or a client registers."""
        raise NotImplementedError("register_dataset is not written yet")

    async def unregister_dataset(self, dataset_id: str) -> None:
        """Let go of a dataset that is unregistered."""
        raise NotImplementedError("unregister_dataset is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def iterrows(  # type: ignore[override]
        self, dataset_id: str, start_index: int | None = None, limit: int | None = None
    ) -> PaginatedResponse:
        """Answer `GET /v1beta/datasetio/iterrows/{dataset_id}`."""
        raise NotImplementedError("iterrows is not written yet")

    async def append_rows(self, dataset_id: str, rows: list[dict[str, Any]]) -> None:  # type: ignore[override]
        """Answer `POST /v1beta/datasetio/append-rows/{dataset_id}`."""
        raise NotImplementedError("append_rows is not written yet")
