"""The service: its API keys, its answers, its connections."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from conftest import ModelService
from {{ cookiecutter.__package }}.answers import ModelList
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, RefusedError
from {{ cookiecutter.__package }}.service import Service

pytestmark = pytest.mark.anyio

THEIRS = SecretStr("theirs")


class Piece(BaseModel):
    choices: list[dict[str, Any]]


@pytest.fixture
async def asked(service: ModelService) -> AsyncIterator[Callable[[SecretStr | None], Service]]:
    made: list[Service] = []

    def ask(callers_key: SecretStr | None) -> Service:
        config = {{ cookiecutter.__class }}Config.model_validate({"url": service.url, "api_key": "ours"})
        made.append(Service(config, lambda: callers_key))
        return made[-1]

    yield ask
    for each in made:
        await each.close()


@pytest.mark.parametrize(("callers_key", "sent"), [(None, "Bearer ours"), (THEIRS, "Bearer theirs")])
async def test_callers_key_goes_before_ours(
    service: ModelService, asked: Callable[[SecretStr | None], Service], callers_key: SecretStr | None, sent: str
) -> None:
    await asked(callers_key).get("models", ModelList)

    assert service.authorization == sent


async def test_wrong_key_is_told_to_those_who_can_mend_it(
    service: ModelService, asked: Callable[[SecretStr | None], Service]
) -> None:
    service.api_key = "another"

    with pytest.raises(RefusedError, match="wrong API key") as error:
        await asked(THEIRS).post("embeddings", {"model": "vectors", "input": "a"}, ModelList)
    assert error.value.status_code == 401

    with pytest.raises(FailedError, match="wrong API key"):
        await asked(None).post("embeddings", {"model": "vectors", "input": "a"}, ModelList)


async def test_after_a_refusal(asked: Callable[[SecretStr | None], Service]) -> None:
    service = asked(None)

    with pytest.raises(RefusedError, match="no model none"):
        await service.post("embeddings", {"model": "none", "input": "a"}, ModelList)
    assert (await service.get("models", ModelList)).data


async def test_a_stream_is_parted_by_line_feeds_alone(asked: Callable[[SecretStr | None], Service]) -> None:
    chat = [{"role": "user", "content": "a\u2028b c\x85d"}]
    body = {"model": "parrot", "messages": chat, "stream": True}

    pieces = await asked(None).stream("chat/completions", body, Piece)

    said = [piece.choices[0]["delta"].get("content") async for piece in pieces]
    assert said == ["a\u2028b", "c\x85d", None]


async def test_a_key_that_cannot_be_sent_is_not_told(asked: Callable[[SecretStr | None], Service]) -> None:
    with pytest.raises(RefusedError, match="API key") as error:
        await asked(SecretStr("sec\nret")).get("models", ModelList)
    assert "ret" not in f"{error.value!r} {error.value.__context__!r}"


async def test_a_password_in_the_url_is_not_told(service: ModelService) -> None:
    url = service.url.replace("//", "//someone:password@")
    asking = Service({{ cookiecutter.__class }}Config.model_validate({"url": url}), lambda: None)

    with pytest.raises(RefusedError) as error:
        await asking.post("embeddings", {"model": "none", "input": "a"}, ModelList)
    assert service.url in str(error.value)
    assert "password" not in str(error.value)
    await asking.close()
