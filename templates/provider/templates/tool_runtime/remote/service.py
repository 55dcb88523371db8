"""The service behind the provider: an MCP server, over streamable HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.types import PaginatedRequestParams
from pydantic import BaseModel

from .answers import ToolAnswer, ToolEntry, ToolPage
from .config import {{ cookiecutter.__class }}Config
from .errors import DeniedError, FailedError, LateError, RefusedError, ServiceError

Answer = TypeVar("Answer")
INVALID_PARAMS = -32602


class Service:
    """An MCP server.

    Each request has a session of its own: none outlives the event loop that it was opened in, and
    no caller meets another's token.
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self._url = str(config.url)
        # As errors call it: without a password.
        parts = urlsplit(self._url)
        self._name = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self._timeout = config.timeout
        self._api_key = None if config.api_key is None else config.api_key.get_secret_value()

    async def tools(self, token: str | None) -> list[ToolEntry]:
        """List all tools.

        Args:
            token: The caller's own; None for the one of the config.

        Raises:
            ServiceError: The service refused, failed, or did not answer.
        """

        async def list_pages(session: ClientSession) -> list[ToolEntry]:
            page = _page(await session.list_tools())
            tools = page.tools
            while page.next_cursor:
                page = _page(await session.list_tools(params=PaginatedRequestParams(cursor=page.next_cursor)))
                tools += page.tools
            return tools

        return await self._ask(list_pages, token)

    async def call(self, tool: str, arguments: dict[str, Any], token: str | None) -> ToolAnswer:
        """Call a tool; that it failed is an answer, too.

        Args:
            tool: Its name, as the service has it.
            arguments: What it is called with.
            token: The caller's own; None for the one of the config.

        Raises:
            ServiceError: The service refused, failed, or did not answer.
        """

        async def call_tool(session: ClientSession) -> ToolAnswer:
            return ToolAnswer.model_validate(_sent(await session.call_tool(tool, arguments)))

        return await self._ask(call_tool, token)

    async def _ask(self, question: Callable[[ClientSession], Awaitable[Answer]], token: str | None) -> Answer:
        """Open a session, ask one question and close it."""
        token = token or self._api_key
        if token and not (token.isascii() and token.isprintable()):
            # Said here, for what the client would say holds the token.
            raise DeniedError(f"The token for {self._name} cannot be sent: it is not all visible ASCII characters")
        # Where the environment sets none, some releases hand on an empty one.
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        statuses: list[int] = []

        # Not every version of `mcp` tells the status of an answer, so take it where it arrives.
        async def keep_status(response: Any) -> None:
            if response.request.method == "POST":
                statuses.append(response.status_code)

        try:
            async with asyncio.timeout(self._timeout) as limit, create_mcp_http_client(headers) as client:
                client.event_hooks = {"response": [keep_status]}
                async with (
                    streamable_http_client(self._url, http_client=client) as streams,
                    ClientSession(streams[0], streams[1]) as session,
                ):
                    await session.initialize()
                    return await question(session)
        except Exception as error:
            if limit.expired():
                raise LateError(f"{self._name} did not answer in {self._timeout:g} seconds") from error
            raise self._fault(error, statuses[-1] if statuses else None) from error

    def _fault(self, error: Exception, status: int | None) -> ServiceError:
        """Say what an error of the client means for who asked."""
        cause = _cause(error)
        if status in (401, 403):
            return DeniedError(f"{self._name} answered {status}: it does not accept the token")
        if status is None:
            return FailedError(f"{self._name} cannot be reached: {cause!r}")
        if status >= 400:
            return FailedError(f"{self._name} answered {status}")
        # The class of an error that the server tells has another name in `mcp` 1 and 2.
        if getattr(getattr(cause, "error", None), "code", None) == INVALID_PARAMS:
            return RefusedError(f"{self._name} refused: {cause}")
        return FailedError(f"{self._name} failed: {cause}")


def _page(result: BaseModel) -> ToolPage:
    return ToolPage.model_validate(_sent(result))


def _sent(result: BaseModel) -> dict[str, Any]:
    """Return a result as it was sent: its fields have other names in `mcp` 1 and 2."""
    return result.model_dump(mode="json", by_alias=True)


def _cause(error: BaseException) -> BaseException:
    """Return the first error of a group: the client's tasks raise theirs together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
