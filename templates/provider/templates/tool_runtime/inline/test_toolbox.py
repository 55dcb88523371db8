"""Functions as tools."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from {{ cookiecutter.__package }}.toolbox import Tool, toolbox

pytestmark = pytest.mark.anyio


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


class Room(BaseModel):
    beds: int


def book(
    day: Annotated[date, Field(description="The first night")],
    nights: int = 1,
    room: Room | None = None,
) -> str:
    """Book a room.

    Or a bed in one.
    """
    return f"{day:%d %B} {nights} {room}"


def test_definition() -> None:
    tool = Tool(book)

    assert (tool.name, tool.description) == ("book", "Book a room.\n\nOr a bed in one.")
    assert tool.input_schema["required"] == ["day"]
    assert tool.input_schema["additionalProperties"] is False
    day = tool.input_schema["properties"]["day"]
    assert (day["type"], day["format"], day["description"]) == ("string", "date", "The first night")
    assert tool.input_schema["properties"]["nights"]["default"] == 1


def test_a_function_that_takes_nothing() -> None:
    def ping() -> str:
        return "pong"

    tool = Tool(ping)

    assert (tool.description, tool.input_schema["properties"], tool.check({})) == ("", {}, {})


def test_arguments_get_their_types() -> None:
    arguments = Tool(book).check({"day": "2026-01-31", "room": {"beds": "2"}})

    assert arguments == {"day": date(2026, 1, 31), "nights": 1, "room": Room(beds=2)}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "day: Missing required argument"),
        ({"day": "today"}, "day: Input should be a valid date"),
        ({"day": "2026-01-31", "room": {"beds": "many"}}, "room.beds: Input should be a valid integer"),
        ({"day": "2026-01-31", "guests": 2}, "guests: Unexpected keyword argument"),
    ],
)
def test_arguments_that_a_tool_does_not_take(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=f"Tool 'book' does not take these arguments: {message}"):
        Tool(book).check(wrong)


async def test_call(threads: ThreadPoolExecutor) -> None:
    tool = Tool(book)

    assert await tool.call(tool.check({"day": "2026-01-31"}), threads) == "31 January 1 None"


async def test_what_is_not_text_becomes_json(threads: ThreadPoolExecutor) -> None:
    def free(day: date) -> dict[str, object]:
        return {"day": day, "rooms": [Room(beds=1)]}

    text = await Tool(free).call({"day": date(2026, 1, 31)}, threads)

    assert text == '{"day":"2026-01-31","rooms":[{"beds":1}]}'


async def test_functions_run_in_threads_and_coroutines_do_not(threads: ThreadPoolExecutor) -> None:
    def thread() -> str:
        return threading.current_thread().name

    async def coroutine() -> str:
        return threading.current_thread().name

    here = threading.current_thread().name
    assert await Tool(coroutine).call({}, threads) == here
    assert await Tool(thread).call({}, threads) != here


def test_toolbox() -> None:
    assert list(toolbox([book])) == ["book"]
