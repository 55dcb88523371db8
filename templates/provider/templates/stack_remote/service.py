{% set headers = 'headers=self._headers, ' -%}
"""The other stack, over HTTP."""

import asyncio
import json
from typing import Any, TypeVar
from urllib.parse import unquote
from weakref import WeakKeyDictionary

import httpx
from pydantic import BaseModel, ValidationError

from .config import {{ cookiecutter.__class }}Config
from .errors import FailedError, LateError, NotFoundError, RefusedError

Answer = TypeVar("Answer", bound=BaseModel)


class Service:
    """A {{ cookiecutter.__product }} server; paths begin with the version of its API.

    All methods raise what is in `errors`, if it refuses, fails, or answers something else.
    """

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self._url = str(config.url).rstrip("/")
        # As errors call it: without a password.
        self._name = str(httpx.URL(self._url).copy_with(userinfo=b""))
        # Who cannot be reached at all need not be waited for as long as who thinks.
        self._timeout = httpx.Timeout(config.timeout, connect=min(config.timeout, 10))
        self._headers: dict[str, str] = {}
        # Where the environment sets none, some releases hand on an empty one.
        if config.api_key:
            key = config.api_key.get_secret_value()
            if not (key.isascii() and key.isprintable()):
                # Said here, for what httpx would say holds the key.
                raise ValueError("api_key holds something else than visible ASCII characters")
            self._headers["Authorization"] = f"Bearer {key}"
        self._clients = WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient]()

    async def get(self, path: str, answer: type[Answer], query: dict[str, str] | None = None) -> Answer:
        """Fetch `path` and return what it holds."""
        return self._parse(answer, await self.send("GET", path, query=query))

    async def post(self, path: str, body: dict[str, Any], answer: type[Answer]) -> Answer:
        """Send a request and return its answer."""
        return self._parse(answer, await self.send("POST", path, body=body))

    async def send(
        self, method: str, path: str, *, body: dict[str, Any] | None = None, query: dict[str, str] | None = None
    ) -> str:
        """Send any request and return the text of the answer."""
        if not {".", ".."}.isdisjoint(unquote(path).split("/")):
            # As an id, `..` would lead to what is above.
            raise NotFoundError(f"{self._name} has no '{path}'")
        client = self._client()
        request = client.build_request(method, path, json=body, params=query)
        try:
            response = await client.send(request, stream=True)
            if response.is_success:
                await response.aread()
                return response.text
            response = await _refused(response)
        except httpx.TimeoutException as error:
            raise LateError(f"{self._name} did not answer in time ({type(error).__name__})") from error
        except httpx.RequestError as error:
            raise FailedError(f"{self._name} cannot be reached: {error!r}") from error
        message = f"{self._name} answered {response.status_code}: {_reason(response.text)}"
        if response.status_code == 404:
            raise NotFoundError(message)
        # A caller can mend the request, but neither our API key nor the other stack.
        if 400 <= response.status_code < 500 and response.status_code not in (401, 403, 407):
            raise RefusedError(message)
        if response.status_code == 501:
            raise NotImplementedError(message)
        raise FailedError(message)

{% include cookiecutter._pieces ~ 'service/clients.jinja' %}

    def _parse(self, answer: type[Answer], text: str) -> Answer:
        try:
            return answer.model_validate_json(text)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(step) for step in fault["loc"]) or "the answer"
            raise FailedError(f"{self._name} answered no {answer.__name__}: {place}: {fault['msg']}") from error


{% filter trim %}{% include cookiecutter._pieces ~ 'service/refused.jinja' %}{% endfilter %}


def _reason(text: str) -> str:
    """Return what an error of a stack says: `{"error": {"message": ...}}`, or "detail" in older releases."""
    try:
        answer = json.loads(text)
        error = answer.get("error", answer)
        return str(error.get("message") or error["detail"])
    except (ValueError, LookupError, AttributeError):
        return text[:200] or "no reason given"
