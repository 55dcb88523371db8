{% set headers = '' -%}
"""The service behind the provider, over HTTP."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote
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
        # As errors call it: without a password.
        self._name = str(httpx.URL(self._url).copy_with(userinfo=b""))
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
            raise FailedError(f"{self._name} answered no {answer.__name__}: {place}: {fault['msg']}") from error

    async def send(self, method: str, path: str, **content: Any) -> httpx.Response:
        """Make a request, as `ask` does, and return its answer as it comes.

        Raises:
            ServiceError: The service refused or failed.
        """
        if not {".", ".."}.isdisjoint(unquote(path).split("/")):
            # As an id, `..` would lead to what is above.
            raise RefusedError(f"{self._name} has no '{path}'", 404)
        client, (headers, theirs) = self._client(), self._headers()
        request = client.build_request(method, path, headers=headers, **content)
        try:
            response = await client.send(request, stream=True)
            if response.is_success:
                await response.aread()
                return response
            response = await _refused(response)
        except httpx.TimeoutException as error:
            raise LateError(f"{self._name} did not answer in time ({type(error).__name__})") from error
        except httpx.RequestError as error:
            raise FailedError(f"{self._name} cannot be reached: {error!r}") from error
        raise self._refusal(response.status_code, response.text, theirs=theirs)

{% include cookiecutter._pieces ~ 'service/clients.jinja' %}

{% include cookiecutter._pieces ~ 'service/callers.jinja' %}


{% filter trim %}{% include cookiecutter._pieces ~ 'service/refused.jinja' %}{% endfilter %}


{% include cookiecutter._pieces ~ 'service/message.jinja' %}
