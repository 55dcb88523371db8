"""The `interactions` API: all that the stack asks of a provider."""

from collections.abc import AsyncIterator

from fastapi.responses import JSONResponse
from ogx_api import (
    GoogleCreateInteractionRequest,
    GoogleInteractionResponse,
    HealthResponse,
    HealthStatus,
    Interactions,
)
from ogx_api.interactions import GoogleStreamEvent

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Interactions{{ cookiecutter.__suffix }}(Interactions):
    """The `interactions` API, by {{ cookiecutter.__class }}.

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

    async def create_interaction(
        self, request: GoogleCreateInteractionRequest
    ) -> GoogleInteractionResponse | AsyncIterator[GoogleStreamEvent] | AsyncIterator[str] | JSONResponse:
        """Answer `POST /v1alpha/interactions`."""
        raise NotImplementedError("create_interaction is not written yet")
