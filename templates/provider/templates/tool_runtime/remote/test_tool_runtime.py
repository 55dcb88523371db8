{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The adapter, put to work on a real MCP server."""

import asyncio
import socket

import pytest
{{ stack(
    "apis.common.content_types: URL ImageContentItem TextContentItem",
    "apis.tools: ToolGroup",
    "providers.datatypes: HealthStatus",
) }}

from conftest import ToolService
from {{ cookiecutter.__package }} import get_adapter_impl, tool_runtime
from {{ cookiecutter.__package }}.answers import ToolAnswer
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import DeniedError, FailedError, LateError
{%- if starter.provider_data and line.spec != "yaml" %}
from {{ cookiecutter.__package }}.provider import get_provider_spec
{%- elif starter.provider_data %}
from test_provider import get_provider_spec
{%- endif %}

pytestmark = pytest.mark.anyio

Runtime = tool_runtime.{{ cookiecutter.__class }}ToolRuntimeAdapter


async def adapter_of(url: str, **settings: object) -> Runtime:
    adapter = await get_adapter_impl({{ cookiecutter.__class }}Config.model_validate({"url": url, **settings}), {})
{%- if starter.provider_data %}
    # The stack does this.
    adapter.__provider_spec__ = get_provider_spec()
{%- endif %}
    return adapter


@pytest.fixture
async def runtime(service: ToolService) -> Runtime:
    return await adapter_of(service.url)


def group(**more: object) -> ToolGroup:
    return ToolGroup.model_validate({"identifier": "tools", "provider_id": "{{ cookiecutter.name }}", **more})


async def test_list(runtime: Runtime) -> None:
    tools = {tool.name: tool for tool in (await runtime.list_runtime_tools("{{ cookiecutter.name }}")).data}

    assert tools.keys() == {"greet", "fail", "draw"}
    assert tools["greet"].description == "Greet somebody."
{%- if line.tools_have_schemas %}
    schema = tools["greet"].input_schema
    assert schema is not None
    assert (schema["required"], schema["properties"]["name"]["type"]) == (["name"], "string")
{%- else %}
    [name] = tools["greet"].parameters or []
    assert (name.name, name.parameter_type, name.required) == ("name", "string", True)
{%- endif %}


@pytest.mark.parametrize("name", ["greet", "{{ cookiecutter.name }}/greet"])
async def test_call(runtime: Runtime, name: str) -> None:
    result = await runtime.invoke_tool(name, {"name": "Ada"})

    assert result.content == [TextContentItem(text="Good day, Ada!")]
    assert (result.error_code, result.error_message) == (None, None)


async def test_picture(runtime: Runtime) -> None:
    content = (await runtime.invoke_tool("draw", {})).content

    assert isinstance(content, list)
    picture = next(item for item in content if isinstance(item, ImageContentItem))
    assert picture.image.data == "R0lGOA=="


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ({"type": "resource", "resource": {"uri": "file:///a", "text": "inside"}}, "inside"),
        ({"type": "resource_link", "uri": "file:///a"}, "file:///a"),
        ({"type": "audio", "data": "R0lGOA=="}, "(audio: left out)"),
        (None, "(nothing)"),
    ],
)
def test_other_content(block: dict[str, object] | None, text: str) -> None:
    answer = ToolAnswer.model_validate({"content": [block] if block else []})

    assert tool_runtime._result(answer).content == [TextContentItem(text=text)]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("fail", {}, "Error executing tool fail"),
        ("greet", {}, "Field required"),
        ("no_tool", {}, "Unknown tool: no_tool"),
    ],
)
async def test_a_tool_that_fails(runtime: Runtime, name: str, arguments: dict[str, object], message: str) -> None:
    result = await runtime.invoke_tool(name, arguments)

    assert result.error_code == 1
    assert message in (result.error_message or "")


async def test_groups_come_and_go(runtime: Runtime) -> None:
    await runtime.register_toolgroup(group())
    await runtime.unregister_toolgroup("tools")

    with pytest.raises(ValueError, match="leave out mcp_endpoint"):
        await runtime.register_toolgroup(group(mcp_endpoint=URL(uri="http://127.0.0.1:8000/mcp")))


async def test_api_key_is_sent(service: ToolService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")
    await adapter.list_runtime_tools()

    assert set(service.tokens) == {"secret"}


@pytest.mark.parametrize("api_key", [None, ""])
async def test_no_api_key(service: ToolService, api_key: str | None) -> None:
    adapter = await adapter_of(service.url, api_key=api_key)
    await adapter.list_runtime_tools()

    assert set(service.tokens) == {None}
{%- if line.tools_authorize %}


async def test_a_callers_own_token_goes_first(service: ToolService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")
    await adapter.list_runtime_tools(authorization="mine")
    await adapter.invoke_tool("greet", {"name": "Ada"}, authorization="mine")

    assert set(service.tokens) == {"mine"}
{%- endif %}


@pytest.mark.parametrize(("token", "error"), [("wrong", DeniedError), ("broken", FailedError)])
async def test_refusal(service: ToolService, token: str, error: type[Exception]) -> None:
    adapter = await adapter_of(service.url, api_key=token)

    with pytest.raises(error, match="answered"):
        await adapter.invoke_tool("greet", {"name": "Ada"})


@pytest.mark.parametrize("token", ["sec\nret", "sécret"])
async def test_a_token_that_cannot_be_sent_is_not_told(service: ToolService, token: str) -> None:
    adapter = await adapter_of(service.url.replace("//", "//someone:password@"), api_key=token)

    with pytest.raises(DeniedError, match="The token for http://127") as error:
        await adapter.invoke_tool("greet", {"name": "Ada"})
    assert "cret" not in f"{error.value!r} {error.value.__context__!r}"


async def test_health(runtime: Runtime) -> None:
    assert await runtime.health() == {"status": HealthStatus.OK}
    await runtime.shutdown()


async def test_service_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        adapter = await adapter_of(f"http://127.0.0.1:{free.getsockname()[1]}/mcp")

        with pytest.raises(FailedError, match="cannot be reached"):
            await adapter.list_runtime_tools()
        assert (await adapter.health())["status"] == HealthStatus.ERROR


async def test_service_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        adapter = await adapter_of(f"http://127.0.0.1:{silent.getsockname()[1]}/mcp", timeout=0.1)

        with pytest.raises(LateError, match=r"did not answer in 0\.1 seconds"):
            await adapter.list_runtime_tools()


async def test_service_is_something_else(service: ToolService) -> None:
    adapter = await adapter_of(f"{service.url}/elsewhere")

    with pytest.raises(FailedError, match="answered 404"):
        await adapter.list_runtime_tools()


def test_event_loops_come_and_go(service: ToolService) -> None:
    # The stack starts up in one event loop and serves in another.
    adapter = asyncio.run(adapter_of(service.url))

    for _ in range(2):
        assert asyncio.run(adapter.list_runtime_tools()).data
