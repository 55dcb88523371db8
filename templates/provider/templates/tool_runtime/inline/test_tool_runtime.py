{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The tool runtime, called as the stack calls it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest
{{ stack(
    "apis.common.content_types: URL",
    "apis.tools: ToolGroup",
    "providers.datatypes: HealthStatus",
) }}

from {{ cookiecutter.__package }} import get_provider_impl, tool_runtime
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.toolbox import toolbox

pytestmark = pytest.mark.anyio

Runtime = tool_runtime.{{ cookiecutter.__class }}ToolRuntimeImpl


@pytest.fixture
async def runtime() -> AsyncIterator[Runtime]:
    runtime = await get_provider_impl({{ cookiecutter.__class }}Config(), {})
    yield runtime
    await runtime.shutdown()


def group(**more: object) -> ToolGroup:
    return ToolGroup.model_validate({"identifier": "tools", "provider_id": "{{ cookiecutter.name }}", **more})


async def test_list(runtime: Runtime) -> None:
    tools = {tool.name: tool for tool in (await runtime.list_runtime_tools("{{ cookiecutter.name }}")).data}

    assert tools.keys() == {"count_words", "add_days"}
    assert tools["add_days"].description == "Find the date that is some days after another."
{%- if line.tools_have_schemas %}
    schema = tools["add_days"].input_schema
    assert schema is not None
    assert schema["required"] == ["day"]
    assert schema["properties"]["days"]["type"] == "integer"
{%- else %}
    day, days = tools["add_days"].parameters or []
    assert (day.name, day.parameter_type, day.required) == ("day", "string", True)
    assert day.description == "The day to begin with: 2026-01-31"
    assert (days.name, days.parameter_type, days.required, days.default) == ("days", "integer", False, 1)
{%- endif %}


@pytest.mark.parametrize("name", ["add_days", "{{ cookiecutter.name }}/add_days"])
async def test_call(runtime: Runtime, name: str) -> None:
    result = await runtime.invoke_tool(name, {"day": "2026-01-31", "days": 29})

    assert (result.content, result.error_code, result.error_message) == ('"2026-03-01"', None, None)


async def test_unknown_tool(runtime: Runtime) -> None:
    with pytest.raises(ValueError, match="Tool 'no_tool' not found"):
        await runtime.invoke_tool("no_tool", {})


async def test_wrong_arguments(runtime: Runtime) -> None:
    with pytest.raises(ValueError, match="day: Missing required argument"):
        await runtime.invoke_tool("add_days", {"days": 1})


async def test_a_tool_that_fails(runtime: Runtime) -> None:
    result = await runtime.invoke_tool("add_days", {"day": "9999-12-31"})

    assert (result.error_code, result.error_message) == (1, "OverflowError: date value out of range")
    assert result.content == "Error: OverflowError: date value out of range"


async def test_a_tool_that_is_late() -> None:
    async def wait() -> None:
        await asyncio.Event().wait()

    runtime = await get_provider_impl({{ cookiecutter.__class }}Config(timeout=0.01), {})
    runtime._tools = toolbox([wait])

    assert (await runtime.invoke_tool("wait", {})).error_message == "no result in 0.01 seconds"
    await runtime.shutdown()


async def test_a_tool_that_hangs_holds_up_nothing_else() -> None:
    end = threading.Event()

    def hang() -> None:
        end.wait()

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    runtime = await get_provider_impl({{ cookiecutter.__class }}Config(timeout=0.01), {})
    runtime._tools = toolbox([hang])
    try:
        assert (await runtime.invoke_tool("hang", {})).error_message == "no result in 0.01 seconds"
        # What the rest of the server has run in a thread still runs.
        assert await asyncio.wait_for(asyncio.to_thread(threading.active_count), timeout=5)
        await runtime.shutdown()
    finally:
        end.set()


async def test_groups_come_and_go(runtime: Runtime) -> None:
    await runtime.register_toolgroup(group())
    await runtime.unregister_toolgroup("tools")

    with pytest.raises(ValueError, match="leave out mcp_endpoint"):
        await runtime.register_toolgroup(group(mcp_endpoint=URL(uri="http://127.0.0.1:8000/mcp")))


async def test_health(runtime: Runtime) -> None:
    assert await runtime.health() == {"status": HealthStatus.OK}
