{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The implementation of the tool runtime: lists the tools of `tools.py` and calls them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

{{ stack(
    "apis.common.content_types: URL",
    "apis.tools: ListToolDefsResponse ToolDef ToolGroup ToolInvocationResult",
    "apis.tools: ToolRuntime" ~ ("" if line.tools_have_schemas else " ToolParameter"),
    "providers.datatypes: HealthResponse HealthStatus ToolGroupsProtocolPrivate",
) }}

from .config import {{ cookiecutter.__class }}Config
from .toolbox import toolbox
from .tools import TOOLS

THREADS = 16
"""How many tools may run at a time, but for coroutines; the others wait."""


class {{ cookiecutter.__class }}ToolRuntimeImpl(ToolGroupsProtocolPrivate, ToolRuntime):
    """Python functions as tools."""

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._tools = toolbox(TOOLS)
        # Its own: tools that hang would leave none of the event loop's to the rest of the server.
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="{{ cookiecutter.name }}")

    async def initialize(self) -> None:
        """Open nothing: the tools are functions."""

    async def shutdown(self) -> None:
        """Begin no tool any more, and don't wait for those that run."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def health(self) -> HealthResponse:
        """Say that the tools are there: a tool that the stack cannot offer stops it at start-up."""
        return HealthResponse(status=HealthStatus.OK)

    # -- Tool groups ----------------------------------------------------------------------
    #
    # The stack calls these when a group comes and goes, though its protocol does not name them.

    async def register_toolgroup(self, toolgroup: ToolGroup) -> None:
        """Accept a group: all tools are in it.

        Raises:
            ValueError: The group is to come from another place.
        """
        if toolgroup.mcp_endpoint is not None:
            raise ValueError("The tools are the provider's own: leave out mcp_endpoint")

    async def unregister_toolgroup(self, toolgroup_id: str) -> None:
        """Forget a group: there is nothing to forget."""

    # -- Tools ----------------------------------------------------------------------------

    async def list_runtime_tools(
        self,
        tool_group_id: str | None = None,
        mcp_endpoint: URL | None = None,
{%- if line.tools_authorize %}
        authorization: str | None = None,
{%- endif %}
    ) -> ListToolDefsResponse:
        """List the tools, which are the same in every group."""
        return ListToolDefsResponse(
            data=[_definition(tool.name, tool.description, tool.input_schema) for tool in self._tools.values()]
        )

    async def invoke_tool(
        self,
        tool_name: str,
        kwargs: dict[str, Any],
{%- if line.tools_authorize %}
        authorization: str | None = None,
{%- endif %}
    ) -> ToolInvocationResult:
        """Call a tool.

        What goes wrong inside a tool is its result, so that a model reads it and may try again.

        Raises:
            ValueError: There is no such tool, or it does not take these arguments.
        """
        # The stack hands on a name with the group before it as it is.
        tool = self._tools.get(tool_name.rpartition("/")[2])
        if tool is None:
            raise ValueError(f"Tool '{tool_name}' not found")
        arguments = tool.check(kwargs)
        try:
            async with asyncio.timeout(self.config.timeout) as limit:
                content = await tool.call(arguments, self._threads)
        except Exception as error:
            late = f"no result in {self.config.timeout:g} seconds"
            message = late if limit.expired() else f"{type(error).__name__}: {error}"
            return ToolInvocationResult(content=f"Error: {message}", error_message=message, error_code=1)
        return ToolInvocationResult(content=content)


{% include cookiecutter._pieces ~ 'tool_runtime/definition.jinja' %}
