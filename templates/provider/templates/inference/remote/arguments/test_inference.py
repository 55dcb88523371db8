"""The adapter, put to work on a service that speaks HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from llama_stack.apis.inference import (
    ChatCompletionResponse,
    ChatCompletionResponseEventType,
    CompletionResponse,
    Message,
    OpenAIChatCompletion,
    OpenAIMessageParam,
    OpenAIUserMessageParam,
    TextTruncation,
    UserMessage,
)
from llama_stack.apis.models import Model{% if line.lists_models %}, ModelType{% endif %}
from llama_stack.models.llama.datatypes import StopReason
from llama_stack.providers.datatypes import HealthStatus

from conftest import ModelService
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, LateError, RefusedError
from {{ cookiecutter.__package }}.inference import (
    AT_A_TIME,
    {{ cookiecutter.__class }}InferenceAdapter,
)
{%- if line.spec != "yaml" %}
from {{ cookiecutter.__package }}.provider import get_provider_spec
{%- else %}
from test_provider import get_provider_spec
{%- endif %}

pytestmark = pytest.mark.anyio

GOOD_DAY: list[Message] = [UserMessage(content="good day")]
OPENAI_GOOD_DAY: list[OpenAIMessageParam] = [OpenAIUserMessageParam(content="good day")]


class Registry:
    """Knows the models as the stack does: by the provider's id, a slash and the service's name."""

    async def get_model(self, identifier: str) -> Model:
        provider_id, name = identifier.split("/")
        return Model(identifier=identifier, provider_id=provider_id, provider_resource_id=name)


async def adapter_of(url: str, **settings: object) -> {{ cookiecutter.__class }}InferenceAdapter:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": url, **settings})
    adapter = await get_adapter_impl(config, {})
    adapter.model_store = Registry()
    adapter.__provider_spec__ = get_provider_spec()
    return adapter


@pytest.fixture
async def adapter(service: ModelService) -> AsyncIterator[{{ cookiecutter.__class }}InferenceAdapter]:
    adapter = await adapter_of(service.url{% if line.lists_models %}, embedding_models={"vectors": 2}{% endif %})
    yield adapter
    await adapter.shutdown()


{% if line.lists_models -%}
async def test_models(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    models = await adapter.list_models()

    assert models is not None
    assert [(model.provider_resource_id, model.model_type) for model in models] == [
        ("parrot", ModelType.llm),
        ("vectors", ModelType.embedding),
    ]
    assert models[1].metadata == {"embedding_dimension": 2}
    assert await adapter.register_model(models[0]) == models[0]
    assert not await adapter.should_refresh_models()
{%- else -%}
async def test_models_come_and_go(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    model = await Registry().get_model("acme/parrot")

    assert await adapter.register_model(model) == model
    await adapter.unregister_model("acme/parrot")
{%- endif %}


async def test_chat(adapter: {{ cookiecutter.__class }}InferenceAdapter, service: ModelService) -> None:
    answer = await adapter.chat_completion("acme/parrot", GOOD_DAY)

    assert isinstance(answer, ChatCompletionResponse)
    assert answer.completion_message.content == "good day"
    assert answer.completion_message.stop_reason is StopReason.end_of_turn
    assert service.requests == [{"model": "parrot", "messages": [{"role": "user", "content": "good day"}]}]


async def test_chat_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    pieces = await adapter.chat_completion("acme/parrot", GOOD_DAY, stream=True)

    assert isinstance(pieces, AsyncIterator)
    events = [piece.event async for piece in pieces]
    assert [(event.event_type.value, getattr(event.delta, "text", None)) for event in events] == [
        ("start", ""),
        ("progress", "good"),
        ("progress", "day"),
        ("complete", ""),
    ]
    assert events[-1].event_type is ChatCompletionResponseEventType.complete
    assert events[-1].stop_reason is StopReason.end_of_turn


async def test_completion(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    answer = await adapter.completion("acme/parrot", "once upon")

    assert isinstance(answer, CompletionResponse)
    assert answer.content == "once upon"


async def test_completion_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    pieces = await adapter.completion("acme/parrot", "once upon", stream=True)

    assert isinstance(pieces, AsyncIterator)
    assert [(piece.delta, piece.stop_reason) async for piece in pieces] == [
        ("once", None),
        ("upon", None),
        ("", StopReason.end_of_turn),
    ]


async def test_embeddings(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    answer = await adapter.embeddings("acme/vectors", ["a", "bcd"])

    assert answer.embeddings == [[1.0, 0.5], [3.0, 0.5]]


async def test_texts_are_not_truncated(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    with pytest.raises(NotImplementedError):
        await adapter.embeddings("acme/vectors", ["a"], text_truncation=TextTruncation.end)


async def test_openai_chat(adapter: {{ cookiecutter.__class }}InferenceAdapter, service: ModelService) -> None:
    answer = await adapter.openai_chat_completion("acme/parrot", OPENAI_GOOD_DAY, max_tokens=3)

    assert isinstance(answer, OpenAIChatCompletion)
    assert answer.choices[0].message.content == "good day"
    assert service.requests == [
        {"model": "parrot", "messages": [{"role": "user", "content": "good day"}], "max_tokens": 3}
    ]


async def test_openai_chat_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    pieces = await adapter.openai_chat_completion("acme/parrot", OPENAI_GOOD_DAY, stream=True)

    assert isinstance(pieces, AsyncIterator)
    choices = [piece.choices[0] async for piece in pieces]
    assert [choice.delta.content for choice in choices] == ["good", "day", None]
    assert choices[-1].finish_reason == "stop"


async def test_every_chat_has_an_id_of_its_own(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    # The stack keeps chats by their ids. The service here gives all of them the same one.
    ids = set()
    for _ in range(2):
        answer = await adapter.openai_chat_completion("acme/parrot", OPENAI_GOOD_DAY)
        assert isinstance(answer, OpenAIChatCompletion)
        ids.add(answer.id)
    pieces = await adapter.openai_chat_completion("acme/parrot", OPENAI_GOOD_DAY, stream=True)
    assert isinstance(pieces, AsyncIterator)
    ids |= {piece.id async for piece in pieces}

    assert len(ids) == 3


async def test_openai_completion(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    answer = await adapter.openai_completion("acme/parrot", "once upon")

    assert answer.choices[0].text == "once upon"


async def test_openai_completion_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    pieces = await adapter.openai_completion("acme/parrot", "once upon", stream=True)

    assert [piece.choices[0].text async for piece in pieces] == ["once", "upon", ""]


async def test_openai_embeddings(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    answer = await adapter.openai_embeddings("acme/vectors", ["a", "bcd"])

    assert [entry.embedding for entry in answer.data] == [[1.0, 0.5], [3.0, 0.5]]


async def test_batches(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    texts = [f"number {number}" for number in range(AT_A_TIME + 1)]
    completed = await adapter.batch_completion("acme/parrot", [*texts])
    assert [answer.content for answer in completed.batch] == texts

    answered = await adapter.batch_chat_completion("acme/parrot", [[UserMessage(content=text)] for text in texts])
    assert [answer.completion_message.content for answer in answered.batch] == texts


@pytest.mark.parametrize("size", [1, AT_A_TIME + 1])
async def test_refused_batch(adapter: {{ cookiecutter.__class }}InferenceAdapter, size: int) -> None:
    with pytest.raises(RefusedError, match="no model owl"):
        await adapter.batch_chat_completion("acme/owl", [GOOD_DAY] * size)


{% if line.metered -%}
async def test_telemetry_finds_what_it_wants(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    # A stack with telemetry reads and writes these, from 0.2.18 on.
    answer = await adapter.openai_completion("acme/parrot", "once upon")

    assert answer.usage.total_tokens == 0
    answer.metrics = []


{% endif -%}
async def test_api_key_is_sent(service: ModelService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")
    await adapter.health()
    await adapter.shutdown()

    assert service.authorization == "Bearer secret"


@pytest.mark.parametrize("stream", [None, True])
async def test_refusal(adapter: {{ cookiecutter.__class }}InferenceAdapter, stream: bool | None) -> None:
    with pytest.raises(RefusedError, match="no model owl"):
        await adapter.chat_completion("acme/owl", GOOD_DAY, stream=stream)


async def test_health(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    assert await adapter.health() == {"status": HealthStatus.OK}


async def test_service_is_down() -> None:
    adapter = await adapter_of("http://127.0.0.1:9/v1")

    with pytest.raises(FailedError, match="cannot be reached"):
        await adapter.chat_completion("acme/parrot", GOOD_DAY)

    assert (await adapter.health())["status"] == HealthStatus.ERROR


async def test_service_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        adapter = await adapter_of(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.1)

        with pytest.raises(LateError, match="did not answer in time"):
            await adapter.chat_completion("acme/parrot", GOOD_DAY)


async def test_service_is_something_else(service: ModelService) -> None:
    adapter = await adapter_of(f"{service.url}/elsewhere")

    with pytest.raises(FailedError):
        await adapter.chat_completion("acme/parrot", GOOD_DAY)


def test_event_loops_come_and_go(service: ModelService) -> None:
    # The stack starts up in one event loop and serves in another.
    adapter = asyncio.run(adapter_of(service.url))

    for _ in range(2):
        assert asyncio.run(adapter.health()) == {"status": HealthStatus.OK}
