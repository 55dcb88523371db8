{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The adapter, put to work on a service that speaks HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
{{ stack(
    "apis.inference: OpenAIChatCompletion OpenAIChatCompletionRequestWithExtraBody OpenAICompletion",
    "apis.inference: OpenAICompletionRequestWithExtraBody OpenAIEmbeddingsRequestWithExtraBody",
    "apis.inference: " ~ ("OpenAIChatCompletionContentPartImageParam OpenAIImageURL" if line.reranks else ""),
    "apis.inference: " ~ ("OpenAIAssistantMessageParam OpenAIChatCompletionWithReasoning" if line.reasons else ""),
    "apis.common.errors: " ~ ("ModelNotFoundError" if line.stack_names_models else ""),
    "apis.models: " ~ ("Model" if line.stack_names_models else ""),
    "apis.models: ModelType",
    "providers.datatypes: HealthStatus",
) }}
{%- if line.reranks == "request" %}
from {{ cookiecutter.__root }}.inference.models import RerankRequest
{%- endif %}
{%- if line.messages_since %}
from {{ cookiecutter.__root }}.messages.models import (
    AnthropicCountTokensRequest,
    AnthropicCreateMessageRequest,
    AnthropicMessage,
    AnthropicMessageResponse,
    AnthropicTextBlock,
    ContentBlockDeltaEvent,
)
{%- endif %}

from conftest import ModelService
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, LateError, RefusedError
from {{ cookiecutter.__package }}.inference import {{ cookiecutter.__class }}InferenceAdapter
from {{ cookiecutter.__package }}.provider import get_provider_spec

pytestmark = pytest.mark.anyio


async def adapter_of(url: str, **settings: object) -> {{ cookiecutter.__class }}InferenceAdapter:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": url, **settings})
    adapter = await get_adapter_impl(config, {})
    adapter.__provider_spec__ = get_provider_spec()
    return adapter


@pytest.fixture
async def adapter(service: ModelService) -> AsyncIterator[{{ cookiecutter.__class }}InferenceAdapter]:
    adapter = await adapter_of(service.url, embedding_models={"vectors": 2}{% if line.reranks %}, rerank_models=["ranker"]{% endif %})
    yield adapter
    await adapter.shutdown()


def chat(content: str, model: str = "parrot", stream: bool | None = None) -> OpenAIChatCompletionRequestWithExtraBody:
    request = {"model": model, "messages": [{"role": "user", "content": content}], "stream": stream, "top_k": 3}
    return OpenAIChatCompletionRequestWithExtraBody.model_validate(request)


async def test_models(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    models = await adapter.list_models()

    assert models is not None
    assert [(model.provider_resource_id, model.model_type) for model in models] == [
        ("parrot", ModelType.llm),
        ("vectors", ModelType.embedding),
{%- if line.reranks %}
        ("ranker", ModelType.rerank),
{%- endif %}
    ]
    assert models[1].metadata == {"embedding_dimension": 2}
    assert await adapter.register_model(models[0]) == models[0]
    assert not await adapter.should_refresh_models()


async def test_chat(adapter: {{ cookiecutter.__class }}InferenceAdapter, service: ModelService) -> None:
    answer = await adapter.openai_chat_completion(chat("good day"))

    assert isinstance(answer, OpenAIChatCompletion)
    assert answer.choices[0].message.content == "good day"
    # The request went out as it came in, with what the stack does not know and without what was not asked.
    assert service.requests == [{"model": "parrot", "messages": [{"role": "user", "content": "good day"}], "top_k": 3}]


async def test_chat_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    pieces = await adapter.openai_chat_completion(chat("good day", stream=True))

    assert isinstance(pieces, AsyncIterator)
    choices = [piece.choices[0] async for piece in pieces]
    assert [choice.delta.content for choice in choices] == ["good", "day", None]
    assert choices[-1].finish_reason == "stop"


async def test_every_chat_has_an_id_of_its_own(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    # The stack keeps chats by their ids. The service here gives all of them the same one.
    ids = set()
    for _ in range(2):
        answer = await adapter.openai_chat_completion(chat("good day"))
        assert isinstance(answer, OpenAIChatCompletion)
        ids.add(answer.id)
    pieces = await adapter.openai_chat_completion(chat("good day", stream=True))
    assert isinstance(pieces, AsyncIterator)
    ids |= {piece.id async for piece in pieces}

    assert len(ids) == 3


async def test_completion(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    request = OpenAICompletionRequestWithExtraBody(model="parrot", prompt="once upon")
    answer = await adapter.openai_completion(request)

    assert isinstance(answer, OpenAICompletion)
    assert answer.choices[0].text == "once upon"


async def test_completion_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    request = OpenAICompletionRequestWithExtraBody(model="parrot", prompt="once upon", stream=True)
    pieces = await adapter.openai_completion(request)

    assert isinstance(pieces, AsyncIterator)
    assert [piece.choices[0].text async for piece in pieces] == ["once", "upon", ""]


async def test_embeddings(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    request = OpenAIEmbeddingsRequestWithExtraBody(model="vectors", input=["a", "bcd"])
    answer = await adapter.openai_embeddings(request)

    assert [entry.embedding for entry in answer.data] == [[1.0, 0.5], [3.0, 0.5]]


{% if not line.reranks -%}
async def test_reranking_is_not_implemented(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    with pytest.raises(NotImplementedError):
        await adapter.rerank("parrot", "a", ["a"])


{% endif -%}
{% if line.stack_names_models -%}
class Registry:
    """Knows the models as the stack does: by the provider's id, a slash and the service's name."""

    async def get_model(self, identifier: str) -> Model:
        provider_id, _, name = identifier.partition("/")
        if not name:
            raise ModelNotFoundError(identifier)
        return Model(identifier=identifier, provider_id=provider_id, provider_resource_id=name)


@pytest.mark.parametrize("name", ["acme/parrot", "parrot"])
async def test_stack_may_name_the_model(
    adapter: {{ cookiecutter.__class }}InferenceAdapter,
    service: ModelService,
    name: str,
) -> None:
    adapter.model_store = Registry()

    await adapter.openai_chat_completion(chat("good day", model=name))

    assert service.requests[-1]["model"] == "parrot"


{% endif -%}
{% if line.reasons -%}
async def test_reasoning(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    params = chat("good day").model_copy(update={"reasoning_effort": "low"})
    answer = await adapter.openai_chat_completions_with_reasoning(params)

    assert isinstance(answer, OpenAIChatCompletionWithReasoning)
    assert answer.reasoning_content == "a greeting"
    assert answer.completion.choices[0].message.content == "good day"


async def test_reasoning_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    params = chat("good day", stream=True).model_copy(update={"reasoning_effort": "low"})
    pieces = await adapter.openai_chat_completions_with_reasoning(params)

    assert isinstance(pieces, AsyncIterator)
    assert [(piece.reasoning_content, piece.chunk.choices[0].delta.content) async for piece in pieces] == [
        ("a greeting", None),
        (None, "good"),
        (None, "day"),
        (None, None),
    ]


async def test_earlier_reasoning_is_sent(
    adapter: {{ cookiecutter.__class }}InferenceAdapter,
    service: ModelService,
) -> None:
    class Reasoned(OpenAIAssistantMessageParam):
        """An earlier answer, as the stack hands it on: its type for this is not public."""

        reasoning_content: str

    params = chat("good day")
    params.messages.insert(0, Reasoned(content="hello", reasoning_content="a greeting"))
    await adapter.openai_chat_completions_with_reasoning(params)

    assert service.requests[-1]["messages"][0] == {
        "role": "assistant",
        "content": "hello",
        "reasoning_content": "a greeting",
    }


{% endif -%}
{% if line.reranks -%}
async def test_reranking(adapter: {{ cookiecutter.__class }}InferenceAdapter, service: ModelService) -> None:
{%- if line.reranks == "request" %}
    request = RerankRequest(model="ranker", query="good day", items=["a day", "a good day"], max_num_results=2)
    answer = await adapter.rerank(request)
{%- else %}
    answer = await adapter.rerank("ranker", "good day", ["a day", "a good day"], 2)
{%- endif %}

    assert [(entry.index, entry.relevance_score) for entry in answer.data] == [(1, 2.0), (0, 1.0)]
    assert service.requests[-1]["top_n"] == 2


{% if line.reranks_since -%}
async def test_reranking_before_{{ line.reranks_since.replace(".", "_") }}(adapter: {{ cookiecutter.__impl }}) -> None:
    answer = await adapter.rerank("ranker", "good day", ["a day", "a good day"], 2)

    assert [entry.index for entry in answer.data] == [1, 0]


{% endif -%}
async def test_pictures_are_not_ranked(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    picture = OpenAIChatCompletionContentPartImageParam(image_url=OpenAIImageURL(url="cat.png"))

    with pytest.raises(ValueError, match="only texts"):
{%- if line.reranks == "request" %}
        await adapter.rerank(RerankRequest(model="ranker", query="cats", items=[picture]))
{%- else %}
        await adapter.rerank("ranker", "cats", [picture])
{%- endif %}


{% endif -%}
{% if line.messages_since -%}
GOOD_DAY = [AnthropicMessage(role="user", content="good day")]


async def test_message(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    params = AnthropicCreateMessageRequest(model="parrot", messages=GOOD_DAY, max_tokens=9)
    answer = await adapter.anthropic_messages(params)

    assert isinstance(answer, AnthropicMessageResponse)
    assert answer.content == [AnthropicTextBlock(text="good day")]


async def test_message_in_pieces(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    params = AnthropicCreateMessageRequest(model="parrot", messages=GOOD_DAY, max_tokens=9, stream=True)
    pieces = await adapter.anthropic_messages(params)

    assert isinstance(pieces, AsyncIterator)
    events = [piece async for piece in pieces]
    assert [event.type for event in events] == ["message_start", *["content_block_delta"] * 2, "message_stop"]
    deltas = [event.delta for event in events if isinstance(event, ContentBlockDeltaEvent)]
    assert [delta.text for delta in deltas if delta.type == "text_delta"] == ["good", "day"]


async def test_tokens_of_a_message(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    answer = await adapter.anthropic_count_tokens(AnthropicCountTokensRequest(model="parrot", messages=GOOD_DAY))

    assert answer.input_tokens == 2


{% endif -%}
async def test_api_key_is_sent(service: ModelService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")
    await adapter.list_models()
    await adapter.shutdown()

    assert service.authorization == "Bearer secret"


@pytest.mark.parametrize("stream", [None, True])
async def test_refusal(adapter: {{ cookiecutter.__class }}InferenceAdapter, stream: bool | None) -> None:
    with pytest.raises(RefusedError, match="no model owl") as error:
        await adapter.openai_chat_completion(chat("good day", model="owl", stream=stream))

    assert error.value.status_code == 404


async def test_health(adapter: {{ cookiecutter.__class }}InferenceAdapter) -> None:
    assert await adapter.health() == {"status": HealthStatus.OK}


async def test_service_is_down() -> None:
    adapter = await adapter_of("http://127.0.0.1:9/v1")

    with pytest.raises(FailedError, match="cannot be reached") as error:
        await adapter.openai_chat_completion(chat("good day"))

    assert error.value.status_code == 502
    assert (await adapter.health())["status"] == HealthStatus.ERROR


async def test_service_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        adapter = await adapter_of(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.1)

        with pytest.raises(LateError, match="did not answer in time"):
            await adapter.list_models()


async def test_service_is_something_else(service: ModelService) -> None:
    adapter = await adapter_of(f"{service.url}/elsewhere")

    with pytest.raises(FailedError) as error:
        await adapter.openai_chat_completion(chat("good day"))

    assert error.value.status_code == 502


def test_event_loops_come_and_go(service: ModelService) -> None:
    # The stack starts up in one event loop and serves in another.
    adapter = asyncio.run(adapter_of(service.url))

    for _ in range(2):
        assert asyncio.run(adapter.list_models())
