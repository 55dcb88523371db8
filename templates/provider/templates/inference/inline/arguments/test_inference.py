"""The implementation, called as the stack calls it."""

import base64
import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest
from llama_stack.apis.inference import (
    ChatCompletionResponse,
    CompletionResponse,
    Message,
    OpenAIChatCompletion,
    OpenAIMessageParam,
    OpenAISystemMessageParam,
    OpenAIUserMessageParam,
    SamplingParams,
    TextTruncation,
    UserMessage,
)
from llama_stack.apis.models import {{ "ModelType" if line.lists_models else "Model" }}
from llama_stack.models.llama.datatypes import StopReason
from llama_stack.providers.datatypes import HealthStatus

from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.inference import (
    AT_A_TIME,
    {{ cookiecutter.__class }}InferenceImpl,
)

pytestmark = pytest.mark.anyio

GOOD_DAY: list[Message] = [UserMessage(content="good day")]
OPENAI_GOOD_DAY: list[OpenAIMessageParam] = [OpenAIUserMessageParam(content="good day")]


@pytest.fixture
async def impl() -> {{ cookiecutter.__class }}InferenceImpl:
    impl = await get_provider_impl({{ cookiecutter.__class }}Config(), {})
    # The stack gives a registry, which knows the models by longer names.
    impl.model_store = None
    return impl


{% if line.lists_models -%}
async def test_models(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    models = await impl.list_models()

    assert models is not None
    assert [(model.provider_resource_id, model.model_type) for model in models] == [
        ("toy-chat", ModelType.llm),
        ("toy-embedding", ModelType.embedding),
    ]
    assert models[1].metadata == {"embedding_dimension": 256}
    assert await impl.register_model(models[0]) == models[0]
    assert not await impl.should_refresh_models()


async def test_unknown_model_is_not_registered(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    models = await impl.list_models()
    assert models is not None

    with pytest.raises(ValueError, match="no model owl"):
        await impl.register_model(models[0].model_copy(update={"provider_resource_id": "owl"}))
{%- else -%}
def model(name: str) -> Model:
    return Model(identifier=f"acme/{name}", provider_id="acme", provider_resource_id=name)


@pytest.mark.parametrize("name", ["toy-chat", "toy-embedding"])
async def test_models_come_and_go(impl: {{ cookiecutter.__class }}InferenceImpl, name: str) -> None:
    assert await impl.register_model(model(name)) == model(name)
    await impl.unregister_model(f"acme/{name}")


async def test_unknown_model_is_not_registered(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    with pytest.raises(ValueError, match="no model owl"):
        await impl.register_model(model("owl"))
{%- endif %}


async def test_chat(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.chat_completion("toy-chat", GOOD_DAY)

    assert isinstance(answer, ChatCompletionResponse)
    assert answer.completion_message.content == "You said: good day"
    assert answer.completion_message.stop_reason is StopReason.end_of_turn


async def test_chat_in_pieces(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    pieces = await impl.chat_completion("toy-chat", GOOD_DAY, SamplingParams(max_tokens=2), stream=True)

    assert isinstance(pieces, AsyncIterator)
    events = [piece.event async for piece in pieces]
    assert [getattr(event.delta, "text", None) for event in events] == ["", "You", " said:", ""]
    assert events[-1].stop_reason is StopReason.out_of_tokens


async def test_completion(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.completion("toy-chat", "once upon a time", SamplingParams(stop=[" a"]))

    assert isinstance(answer, CompletionResponse)
    assert (answer.content, answer.stop_reason) == ("once upon", StopReason.end_of_turn)


async def test_completion_in_pieces(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    pieces = await impl.completion("toy-chat", "once upon", stream=True)

    assert isinstance(pieces, AsyncIterator)
    assert [(piece.delta, piece.stop_reason) async for piece in pieces] == [
        ("once", None),
        (" upon", None),
        ("", StopReason.end_of_turn),
    ]


async def test_embeddings(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    own = await impl.embeddings("toy-embedding", ["good day", "good night"], output_dimension=8)
    plain = await impl.openai_embeddings("toy-embedding", ["good day", "good night"], dimensions=8)
    packed = await impl.openai_embeddings("toy-embedding", "good day", encoding_format="base64", dimensions=8)

    assert [entry.embedding for entry in plain.data] == own.embeddings
    [data] = packed.data
    assert isinstance(data.embedding, str)
    assert own.embeddings[0] == pytest.approx(struct.unpack("<8f", base64.b64decode(data.embedding)))
    assert len((await impl.openai_embeddings("toy-embedding", "good day")).data[0].embedding) == 256


async def test_openai_chat(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.openai_chat_completion("toy-chat", OPENAI_GOOD_DAY, n=2)

    assert isinstance(answer, OpenAIChatCompletion)
    assert [choice.message.content for choice in answer.choices] == ["You said: good day"] * 2
    assert [choice.finish_reason for choice in answer.choices] == ["stop"] * 2


async def test_openai_chat_in_pieces(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    options = {"include_usage": True}
    pieces = await impl.openai_chat_completion("toy-chat", OPENAI_GOOD_DAY, stream=True, stream_options=options)

    assert isinstance(pieces, AsyncIterator)
    *answer, usage = [piece async for piece in pieces]
    assert [piece.choices[0].delta.content for piece in answer] == ["You", " said:", " good", " day", ""]
    assert [piece.choices[0].finish_reason for piece in answer] == [None, None, None, None, "stop"]
    assert usage.model_dump()["usage"] == {"prompt_tokens": 2, "completion_tokens": 4, "total_tokens": 6}


async def test_openai_completion(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.openai_completion("toy-chat", ["once", "upon"], max_tokens=1)
    assert [choice.text for choice in answer.choices] == ["once", "upon"]
{%- if line.metered %}
    # A stack with telemetry reads and writes these, from 0.2.18 on.
{%- endif %}
    assert answer.usage.total_tokens == 4
{%- if line.metered %}
    answer.metrics = []
{%- endif %}

    pieces = await impl.openai_completion("toy-chat", "once upon", stream=True)
    assert [piece.choices[0].text async for piece in pieces] == ["once", " upon", ""]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"tools": [{"type": "function", "function": {"name": "weather"}}]}, "cannot do what these ask for: tools"),
        ({"logprobs": True}, "cannot do what these ask for: logprobs"),
        ({"model": "toy-embedding"}, "only toy-chat can"),
        ({"messages": [OpenAISystemMessageParam(content="Be kind")]}, "no message of the user's"),
    ],
)
async def test_refusals(impl: {{ cookiecutter.__class }}InferenceImpl, asked: dict[str, Any], why: str) -> None:
    for stream in (False, True):
        request = {"model": "toy-chat", "messages": OPENAI_GOOD_DAY, "stream": stream, **asked}
        with pytest.raises(ValueError, match=why):
            await impl.openai_chat_completion(**request)


async def test_tokens_are_refused(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    with pytest.raises(ValueError, match="not tokens"):
        await impl.openai_completion("toy-chat", [1, 2])
    with pytest.raises(ValueError, match="dimensions must be"):
        await impl.openai_embeddings("toy-embedding", "good day", dimensions=5000)


async def test_not_implemented(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    with pytest.raises(NotImplementedError):
        await impl.embeddings("toy-embedding", ["a"], text_truncation=TextTruncation.end)


async def test_batches(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    texts = [f"number {number}" for number in range(AT_A_TIME + 1)]
    completed = await impl.batch_completion("toy-chat", [*texts], SamplingParams(max_tokens=9))
    assert [answer.content for answer in completed.batch] == texts

    answered = await impl.batch_chat_completion("toy-chat", [[UserMessage(content=text)] for text in texts])
    assert [answer.completion_message.content for answer in answered.batch] == [f"You said: {text}" for text in texts]


async def test_health(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    assert await impl.health() == {"status": HealthStatus.OK}
