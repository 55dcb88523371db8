{% from cookiecutter._pieces ~ 'imports.jinja' import moved, stack with context -%}
"""The adapter: lists the tools of an MCP server and calls them."""

from typing import Any

{{ stack(
    "apis.common.content_types: URL ImageContentItem TextContentItem",
    "apis.tools: ListToolDefsResponse ToolDef ToolGroup ToolInvocationResult",
    "apis.tools: ToolRuntime" ~ ("" if line.tools_have_schemas else " ToolParameter"),
    "providers.datatypes: HealthResponse HealthStatus ToolGroupsProtocolPrivate",
    "providers.datatypes: ProviderSpec" if starter.provider_data else "apis.tools: ToolDef",
    "core.request_headers: NeedsRequestProviderData" if starter.provider_data and not line.core_moved else "apis.tools: ToolDef",
) }}

from .answers import ToolAnswer
from .config import {{ cookiecutter.__class }}Config
{%- if starter.provider_data %}, {{ cookiecutter.__class }}ProviderData{% endif %}
from .errors import ServiceError
from .service import Service
{%- if starter.provider_data and line.core_moved %}
{{ moved("NeedsRequestProviderData") }}
{%- endif %}


{% if starter.provider_data -%}
class {{ cookiecutter.__class }}ToolRuntimeAdapter(
    ToolGroupsProtocolPrivate,
    ToolRuntime,
    NeedsRequestProviderData,{% if line.core_moved %}  # type: ignore[misc, unused-ignore]{% endif %}
):
{%- else -%}
class {{ cookiecutter.__class }}ToolRuntimeAdapter(ToolGroupsProtocolPrivate, ToolRuntime):
{%- endif %}
    """The tools of an MCP server."""
{%- if starter.provider_data %}

    # The stack sets it, for what a request brings in its header.
    __provider_spec__: ProviderSpec
{%- endif %}

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config)

    async def initialize(self) -> None:
        """Open nothing: each request opens a session of its own."""

    async def shutdown(self) -> None:
        """Close nothing: each request closes its session."""

    async def health(self) -> HealthResponse:
        """Say whether the MCP server answers."""
        try:
            await self._service.tools(None)
        except ServiceError as error:
            return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    # -- Tool groups ----------------------------------------------------------------------
    #
    # The stack calls these when a group comes and goes, though its protocol does not name them.

    async def register_toolgroup(self, toolgroup: ToolGroup) -> None:
        """Accept a group: all tools of the MCP server are in it.

        Raises:
            ValueError: The group names an MCP server of its own; who may name one could have ours
                ask whatever it can reach.
        """
        if toolgroup.mcp_endpoint is not None:
            raise ValueError("The MCP server is set in the provider's config: leave out mcp_endpoint")

    async def unregister_toolgroup(self, toolgroup_id: str) -> None:
        """Forget a group: there is nothing to forget."""

    # -- Tools ----------------------------------------------------------------------------
    #
    # YOUR BACKEND: the two methods below ask `Service`. If your service speaks another language
    # than MCP, write a class with the same two methods, and translate its answers here.

    async def list_runtime_tools(
        self,
        tool_group_id: str | None = None,
        mcp_endpoint: URL | None = None,
{%- if line.tools_authorize %}
        authorization: str | None = None,
{%- endif %}
    ) -> ListToolDefsResponse:
        """List the tools, which are the same in every group."""
{%- set token = "authorization" if line.tools_authorize else "self._token()" %}
        tools = await self._service.tools({{ token }})
        return ListToolDefsResponse(
            data=[_definition(tool.name, tool.description, tool.input_schema) for tool in tools]
        )

    async def invoke_tool(
        self,
        tool_name: str,
        kwargs: dict[str, Any],
{%- if line.tools_authorize %}
        authorization: str | None = None,
{%- endif %}
    ) -> ToolInvocationResult:
        """Call a tool; that it failed is its result, so that a model reads it and may try again."""
        # The stack hands on a name with the group before it as it is.
        name = tool_name.rpartition("/")[2]
        return _result(await self._service.call(name, kwargs, {{ token }}))
{%- if starter.provider_data %}

    def _token(self) -> str | None:
        """Return the token that came with the request, if one did."""
        data: {{ cookiecutter.__class }}ProviderData | None = self.get_request_provider_data()
        token = data.{{ cookiecutter.__env | lower }}_api_key if data else None
        return token.get_secret_value() if token else None
{%- endif %}


{% include cookiecutter._pieces ~ 'tool_runtime/definition.jinja' %}


def _result(answer: ToolAnswer) -> ToolInvocationResult:
    items = [_item(block) for block in answer.content] or [TextContentItem(text="(nothing)")]
    if not answer.is_error:
        return ToolInvocationResult(content=items)
    said = "\n".join(item.text for item in items if isinstance(item, TextContentItem))
    return ToolInvocationResult(content=items, error_message=said, error_code=1)


def _item(block: dict[str, Any]) -> ImageContentItem | TextContentItem:
    """Return a piece of a tool's answer as the stack has it: it knows texts and pictures only."""
    match block:
        case {"type": "text", "text": str(text)} | {"type": "resource", "resource": {"text": str(text)}}:
            return TextContentItem(text=text)
        case {"type": "image", "data": str(data)}:
            return ImageContentItem.model_validate({"image": {"data": data}})
        case {"type": "resource_link", "uri": str(uri)}:
            return TextContentItem(text=uri)
    return TextContentItem(text=f"({block['type']}: left out)")
