"""The `tool_runtime` API: all that the stack asks of a provider."""

from typing import Any

from ogx_api import (
    URL,
    HealthResponse,
    HealthStatus,
    ListToolDefsResponse,
    ToolGroup,
    ToolInvocationResult,
    ToolRuntime,
)

from .config import {{ cookiecutter.__class }}Config


class {{ cookiecutter.__class }}ToolRuntime{{ cookiecutter.__suffix }}(ToolRuntime):
    """The `tool_runtime` API, by {{ cookiecutter.__class }}.

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

    # The stack calls these, too: at start-up, and as resources come and go.

    async def register_toolgroup(self, toolgroup: ToolGroup) -> None:
        """Take in a tool group that the run config lists or a client registers."""
        raise NotImplementedError("register_toolgroup is not written yet")

    async def unregister_toolgroup(self, toolgroup_id: str) -> None:
        """Let go of a tool group that is unregistered."""
        raise NotImplementedError("unregister_toolgroup is not written yet")

    # YOUR BACKEND: each method below gets a request and returns its answer.

    async def list_runtime_tools(
        self, tool_group_id: str | None = None, mcp_endpoint: URL | None = None, authorization: str | None = None
    ) -> ListToolDefsResponse:
        """Answer the stack's `list_runtime_tools`."""
        raise NotImplementedError("list_runtime_tools is not written yet")

    async def invoke_tool(
        self, tool_name: str, kwargs: dict[str, Any], authorization: str | None = None
    ) -> ToolInvocationResult:
        """Answer the stack's `invoke_tool`."""
        raise NotImplementedError("invoke_tool is not written yet")
