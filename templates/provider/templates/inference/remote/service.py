{% set headers = '' -%}
"""The service behind the provider, over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from .config import {{ cookiecutter.__class }}Config
from .errors import FailedError, LateError, RefusedError, ServiceError

Answer = TypeVar("Answer", bound=BaseModel)
GetKey = Callable[[], SecretStr | None]


class Service:
    """An OpenAI-compatible service; paths are relative to the configured URL.

    Args:
        config: Where the service is, and its API key for those who bring none.
        callers_key: Returns the API key that the request at hand brings, if it brings one.
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config, callers_key: GetKey) -> None:
        self._url = str(config.url).rstrip("/")
        # As errors call it: without a password.
        self._name = str(httpx.URL(self._url).copy_with(userinfo=b""))
        # Who cannot be reached at all need not be waited for as long as who thinks.
        self._timeout = httpx.Timeout(config.timeout, connect=min(config.timeout, 10))
        self._api_key = config.api_key
        self._callers_key = callers_key
        self._clients = WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient]()

    async def get(self, path: str, answer: type[Answer]) -> Answer:
        """Fetch `path` and return what it holds.

        Raises:
            ServiceError: The service refused, failed, or answered something else.
        """
        response = await self._send("GET", path)
        return self._parse(answer, response.text)

    async def post(self, path: str, body: dict[str, Any], answer: type[Answer]) -> Answer:
        """Send a request and return its answer.

        Raises:
            ServiceError: The service refused, failed, or answered something else.
        """
        response = await self._send("POST", path, body)
        return self._parse(answer, response.text)

    async def stream(self, path: str, body: dict[str, Any], piece: type[Answer]) -> AsyncIterator[Answer]:
        """Send a request and return the pieces of its answer, as server-sent events.

        Returns once the service has accepted the request, so that a refusal still becomes
        the HTTP status of the stack's own answer.

        Raises:
            ServiceError: The service refused or failed; also while the pieces arrive.
        """
        response = await self._send("POST", path, body, stream=True)
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith("text/event-stream"):
            await response.aclose()
            raise FailedError(f"{self._name} answered a request for a stream with '{kind}'")
        return self._pieces(response, piece)

{% include cookiecutter._pieces ~ 'service/clients.jinja' %}

    async def _send(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, stream: bool = False
    ) -> httpx.Response:
        client, (headers, theirs) = self._client(), self._headers()
        request = client.build_request(method, path, json=body, headers=headers)
        try:
            response = await client.send(request, stream=True)
            if response.is_success:
                if not stream:
                    await response.aread()
                return response
            response = await _refused(response)
        except httpx.RequestError as error:
            raise self._unreachable(error) from error
        raise self._refusal(response.status_code, response.text, theirs=theirs)

    async def _pieces(self, response: httpx.Response, piece: type[Answer]) -> AsyncIterator[Answer]:
        try:
            async for line in _lines(response):
                if not line.startswith("data:"):
                    continue
                data = line.removeprefix("data:").strip()
                if data == "[DONE]":
                    return
                yield self._parse(piece, data)
        except httpx.RequestError as error:
            raise self._unreachable(error) from error
        finally:
            await response.aclose()

    def _parse(self, answer: type[Answer], text: str) -> Answer:
        try:
            return answer.model_validate_json(text)
        except ValidationError as error:
            if said := _error_message(text):
                raise FailedError(f"{self._name} failed: {said}") from error
            fault = error.errors()[0]
            place = ".".join(str(step) for step in fault["loc"]) or "the answer"
            raise FailedError(f"{self._name} answered no {answer.__name__}: {place}: {fault['msg']}") from error

{% include cookiecutter._pieces ~ 'service/callers.jinja' %}

    def _unreachable(self, error: httpx.RequestError) -> ServiceError:
        if isinstance(error, httpx.TimeoutException):
            return LateError(f"{self._name} did not answer in time ({type(error).__name__})")
        return FailedError(f"{self._name} cannot be reached: {error!r}")


{% filter trim %}{% include cookiecutter._pieces ~ 'service/refused.jinja' %}{% endfilter %}


async def _lines(response: httpx.Response) -> AsyncIterator[str]:
    """Yield the lines of server-sent events, which only a line feed ends.

    httpx's own way ends them at other characters, too, which JSON may hold as they are.
    """
    rest = ""
    async for text in response.aiter_text():
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            yield line.removesuffix("\r")
    yield rest


{% include cookiecutter._pieces ~ 'service/message.jinja' %}
