"""Answers of an MCP server, as they are sent: the same of every version of the `mcp` package."""

from typing import Any

from pydantic import BaseModel, Field


class ToolEntry(BaseModel):
    """A tool, as the server lists it."""

    name: str
    description: str | None = None
    input_schema: dict[str, Any] = Field(alias="inputSchema")


class ToolPage(BaseModel):
    """Some of the server's tools."""

    tools: list[ToolEntry]
    next_cursor: str | None = Field(default=None, alias="nextCursor")


class ToolAnswer(BaseModel):
    """What came of calling a tool."""

    content: list[dict[str, Any]]
    is_error: bool = Field(default=False, alias="isError")
