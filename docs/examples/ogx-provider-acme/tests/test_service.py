"""The service, asked with one API key or another."""

from collections.abc import AsyncIterator, Callable

import pytest
from pydantic import SecretStr

from conftest import ModelService
from ogx_provider_acme.answers import ModelList
from ogx_provider_acme.config import AcmeConfig
from ogx_provider_acme.errors import FailedError, RefusedError
from ogx_provider_acme.service import Service

pytestmark = pytest.mark.anyio

THEIRS = SecretStr("theirs")


@pytest.fixture
async def asked(service: ModelService) -> AsyncIterator[Callable[[SecretStr | None], Service]]:
    made: list[Service] = []

    def ask(callers_key: SecretStr | None) -> Service:
        config = AcmeConfig.model_validate({"url": service.url, "api_key": "ours"})
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
