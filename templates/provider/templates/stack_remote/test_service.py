"""The service, asked of a server that speaks HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from pydantic import BaseModel

from conftest import OtherStack
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import (
    FailedError,
    LateError,
    NotFoundError,
    RefusedError,
)
from {{ cookiecutter.__package }}.service import Service

pytestmark = pytest.mark.anyio


class Health(BaseModel):
    status: str


def service_at(url: str, **settings: object) -> Service:
    return Service({{ cookiecutter.__class }}Config.model_validate({"url": url, **settings}))


@pytest.fixture
async def service(other: OtherStack) -> AsyncIterator[Service]:
    service = service_at(other.url, api_key="secret")
    yield service
    await service.close()


async def test_answer(service: Service, other: OtherStack) -> None:
    assert await service.get("/v1/health", Health) == Health(status="OK")
    assert other.authorization == "Bearer secret"


@pytest.mark.parametrize("api_key", [None, ""])
async def test_no_api_key(other: OtherStack, api_key: str | None) -> None:
    service = service_at(other.url, api_key=api_key)

    await service.get("/v1/health", Health)

    assert other.authorization is None
    await service.close()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, RefusedError),
        (404, NotFoundError),
        (422, RefusedError),
        (401, FailedError),
        (500, FailedError),
        (501, NotImplementedError),
    ],
)
@pytest.mark.parametrize(
    "body", [{"error": {"message": "too bad"}}, {"error": {"detail": "too bad"}}, {"detail": "too bad"}]
)
async def test_refusal(
    service: Service, other: OtherStack, status: int, error: type[Exception], body: dict[str, object]
) -> None:
    other.status = status
    other.answers["GET /v1/health"] = body

    with pytest.raises(error, match=f"answered {status}: too bad"):
        await service.get("/v1/health", Health)


async def test_after_a_refusal(service: Service) -> None:
    with pytest.raises(NotFoundError):
        await service.get("/v1/nothing", Health)

    assert await service.get("/v1/health", Health) == Health(status="OK")


async def test_something_else(service: Service, other: OtherStack) -> None:
    other.answers["GET /v1/health"] = [1]
    with pytest.raises(FailedError, match="answered no Health"):
        await service.get("/v1/health", Health)

    other.status = 500
    with pytest.raises(FailedError, match=r"answered 500: \[1\]"):
        await service.get("/v1/health", Health)


async def test_down() -> None:
    with pytest.raises(FailedError, match="cannot be reached"):
        await service_at("http://127.0.0.1:9").get("/v1/health", Health)


async def test_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        service = service_at(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.1)

        with pytest.raises(LateError, match="did not answer in time"):
            await service.get("/v1/health", Health)


def test_event_loops_come_and_go(other: OtherStack) -> None:
    # The stack starts up in one event loop and serves in another.
    service = service_at(other.url)

    for _ in range(2):
        assert asyncio.run(service.get("/v1/health", Health)).status == "OK"


@pytest.mark.parametrize("path", ["/v1/nothing/..", "/v1/nothing/%2E%2E", "/v1/.", "/v1/nothing/..%2Fhealth"])
async def test_no_id_leads_to_what_is_above(service: Service, path: str) -> None:
    with pytest.raises(NotFoundError, match="has no"):
        await service.get(path, Health)


def test_a_key_that_cannot_be_sent_is_not_told(other: OtherStack) -> None:
    with pytest.raises(ValueError, match="api_key") as error:
        service_at(other.url, api_key="sec\nret")
    assert "ret" not in repr(error.value)


async def test_a_password_in_the_url_is_not_told(other: OtherStack) -> None:
    service = service_at(other.url.replace("//", "//someone:password@"))

    with pytest.raises(NotFoundError) as error:
        await service.get("/v1/nothing", Health)
    assert other.url in str(error.value)
    assert "password" not in str(error.value)
    await service.close()
