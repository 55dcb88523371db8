"""A small provider of tools, and the faults that are planted in it."""

from tests.real.small.package import Fault, Small

ADAPTER = """
import asyncio

from ROOT import ListToolDefsResponse, ToolDef, ToolInvocationResult

WHERE = {"type": "string"}
SCHEMA = {"type": "object", "properties": {"city": WHERE}, "required": ["city"]}


class Adapter:
    def __init__(self, config):
        pass

    async def register_toolgroup(self, toolgroup):
        pass

    async def unregister_toolgroup(self, toolgroup_id):
        pass

    async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None, authorization=None):
        tools = [ToolDef(name="weather", description="The weather.", input_schema=SCHEMA)]
        return ListToolDefsResponse(data=tools)

    async def invoke_tool(self, tool_name, kwargs, authorization=None):
        if tool_name != "weather":
            raise ValueError("there is no such tool")
        return ToolInvocationResult(content="It rains in " + kwargs["city"])
"""
LIST, INVOKE = "list_runtime_tools", "invoke_tool"
_LISTED = "return ListToolDefsResponse(data=tools)"
_INVOKED = 'return ToolInvocationResult(content="It rains in " + kwargs["city"])'

SMALL = Small(
    api="tool_runtime",
    lines=("ogx-1.5.0", "llama-stack-0.7.3"),
    adapter=ADAPTER,
    served=(LIST, INVOKE),
    spec='\n        toolgroup_id="small::tools",',
    faults={
        "no authorization to invoke": Fault(
            "kwargs, authorization=None", "kwargs", INVOKE, "authorization"
        ),
        "a plain tool": Fault("async def invoke_tool", "def invoke_tool", INVOKE, "await"),
        "a tool's bare text": Fault(_INVOKED, 'return "It rains"', INVOKE, ""),
        "a tool that answers None": Fault(_INVOKED, "return None", INVOKE, "None"),
        "a tool that waits": Fault(_INVOKED, "await asyncio.Event().wait()", INVOKE, "no answer"),
        "a tool's content of another type": Fault(
            'content="It rains in " + kwargs["city"]', "content=object()", INVOKE, "Validation"
        ),
    },
)

AT_START = {
    "tools without a frame": Fault(_LISTED, "return tools", LIST, "has no attribute 'data'"),
    "a generator of tools": Fault(_LISTED, "yield tools", LIST, "async_generator"),
    "no authorization to list": Fault(
        "mcp_endpoint=None, authorization=None", "mcp_endpoint=None", LIST, "'authorization'"
    ),
}
"""Faults for which the stack does not start: it lists the tools of a group as it does."""
