"""What a spy has seen of a provider."""

import asyncio

import pytest

from validate_provider.live.inside.spying import Seen, Spy


class Tools:
    """Lists its tools, unless there is something wrong with them."""

    def __init__(self, error=None):
        self.error = error

    async def list_runtime_tools(self):
        if self.error:
            raise self.error
        return ["get_weather"]

    async def invoke_tool(self):
        return "sunny"


def spy_of(tools):
    spy = Spy(tools)
    spy.watch(["list_runtime_tools", "invoke_tool"])
    return spy


def test_what_was_asked_before_is_recalled():
    spy = spy_of(Tools())
    asyncio.run(spy.implementation.list_runtime_tools())
    spy.seen = Seen()
    spy.recall("list_runtime_tools")
    assert spy.seen.returned == {"list_runtime_tools": ["get_weather"]}


def test_an_error_is_recalled():
    spy = spy_of(Tools(ValueError("no tools today")))
    with pytest.raises(ValueError, match="no tools today"):
        asyncio.run(spy.implementation.list_runtime_tools())
    spy.seen = Seen()
    spy.recall("list_runtime_tools")
    assert [name for name, _ in spy.seen.errors] == ["list_runtime_tools"]
    assert not spy.seen.returned


def test_what_is_seen_now_goes_before():
    spy = spy_of(Tools())
    asyncio.run(spy.implementation.list_runtime_tools())
    spy.seen = now = Seen()
    asyncio.run(spy.implementation.invoke_tool())
    spy.recall("list_runtime_tools")
    assert spy.seen is now


def test_there_is_nothing_to_recall_of_what_was_never_asked():
    spy = spy_of(Tools())
    asyncio.run(spy.implementation.invoke_tool())
    spy.seen = now = Seen()
    spy.recall("list_runtime_tools")
    assert spy.seen is now
    assert not now.called
