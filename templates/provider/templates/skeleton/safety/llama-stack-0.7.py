"""The `safety` API: all that the stack asks of a provider."""

from llama_stack_api import (
    HealthResponse,
    HealthStatus,
    ModerationObject,
    RunModerationRequest,
    RunShieldRequest,
    RunShieldResponse,
    Safety,
    Shield,
    ShieldStore,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}Safety{{ cookiecutter.__suffix }}(Safety):
    """The `safety` API, by {{ cookiecutter.__class }}.

    What is not written yet, the stack answers with "not implemented".
    """

    # The stack fills this in once it has the provider.
    shield_store: ShieldStore

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

    async def register_shield(self, shield: Shield) -> None:
        """Take in a shield that the run config lists or a client registers."""
        raise NotImplementedError("register_shield is not written yet")

    async def unregister_shield(self, identifier: str) -> None:
        """Let go of a shield that is unregistered."""
        raise NotImplementedError("unregister_shield is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def run_shield(self, request: RunShieldRequest) -> RunShieldResponse:
        """Answer `POST /v1/safety/run-shield`."""
        raise NotImplementedError("run_shield is not written yet")

    async def run_moderation(self, request: RunModerationRequest) -> ModerationObject:
        """Answer `POST /v1/moderations`."""
        raise NotImplementedError("run_moderation is not written yet")
