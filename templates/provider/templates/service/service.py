"""The service behind the provider, over HTTP."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from .config import {{ cookiecutter.__class }}Config
from .errors import FailedError, LateError, RefusedError, ServiceError

Answer = TypeVar("Answer", bound=BaseModel)
GetKey = Callable[[], SecretStr | None]


class Service:
    """A service that speaks OpenAI's API; paths are relative to the configured URL.

    Args:
        config: Where the service is, and its API key for those who bring none.
        callers_key: Returns the API key that the request at hand brings, if it brings one.
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config, callers_key: GetKey) -> None:
        self._url = str(config.url).rstrip("/")
        # Who cannot be reached at all need not be waited for as long as who works.
        self._timeout = httpx.Timeout(config.timeout, connect=min(config.timeout, 10))
        self._api_key = config.api_key
        self._callers_key = callers_key
        self._clients = WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient]()

    async def ask(self, method: str, path: str, answer: type[Answer], **content: Any) -> Answer:
        """Make a request and return its answer.

        Args:
            method: The HTTP method.
            path: What is asked for.
            answer: What the JSON of the answer is read as.
            content: What is sent, as httpx takes it: `json`, `params`, `data`, `files`.

        Raises:
            ServiceError: The service refused, failed, or answered something else.
        """
        response = await self.send(method, path, **content)
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(step) for step in fault["loc"]) or "the answer"
            raise FailedError(f"{self._url} answered no {answer.__name__}: {place}: {fault['msg']}") from error

    async def send(self, method: str, path: str, **content: Any) -> httpx.Response:
        """Make a request, as `ask` does, and return its answer as it comes.

        Raises:
            ServiceError: The service refused or failed.
        """
        callers_key = self._callers_key()
        key = callers_key or self._api_key
        headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else None
        try:
            response = await self._client().request(method, path, headers=headers, **content)
        except httpx.TimeoutException as error:
            raise LateError(f"{self._url} did not answer in time ({type(error).__name__})") from error
        except httpx.RequestError as error:
            raise FailedError(f"{self._url} cannot be reached: {error!r}") from error
        if response.is_success:
            return response
        await _hang_up(response)
        raise self._refusal(response.status_code, response.text, theirs=callers_key is not None)

    async def close(self) -> None:
        """Close the connections made in the running event loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()

    def _client(self) -> httpx.AsyncClient:
        """Return the client of the running event loop.

        Each loop has its own: the stack starts up in one loop and serves in another, and a
        connection does not outlive its loop.
        """
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = httpx.AsyncClient(base_url=self._url, timeout=self._timeout)
        return self._clients[loop]

    def _refusal(self, status_code: int, text: str, *, theirs: bool) -> ServiceError:
        said = _error_message(text) or text[:200] or "no reason given"
        message = f"{self._url} answered {status_code}: {said}"
        # A caller can mend the request and their own API key, but neither ours nor the service.
        if 400 <= status_code < 500 and (theirs or status_code not in (401, 403, 407)):
            return RefusedError(message, status_code)
        return FailedError(message)


async def _hang_up(response: httpx.Response) -> None:
    """Close the connection of an answer, so that no other request is sent on it.

    A server may close it after an error and not say so in its answer: uvicorn does, the stack's
    own server, where what it serves has raised (protocols/http/h11_impl.py, `run_asgi`). The next
    request would be lost.
    """
    await response.extensions["network_stream"].aclose()


def _error_message(text: str) -> str | None:
    """Return the message of an OpenAI error, `{"error": {"message": ...}}`, if `text` is one."""
    try:
        error = json.loads(text)["error"]
        return str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, LookupError, TypeError):
        return None
