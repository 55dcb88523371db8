{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The implementation, called as the stack calls it."""

import base64
import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest
{{ stack(
    "apis.inference: OpenAIChatCompletion OpenAIChatCompletionRequestWithExtraBody OpenAICompletion",
    "apis.inference: OpenAICompletionRequestWithExtraBody OpenAIEmbeddingsRequestWithExtraBody",
    "apis.inference: " ~ ("OpenAIChatCompletionContentPartImageParam OpenAIImageURL" if line.reranks else ""),
    "apis.inference: " ~ ("OpenAIChatCompletionWithReasoning" if line.reasons else ""),
    "apis.common.errors: " ~ ("ModelNotFoundError" if line.stack_names_models else ""),
    "apis.models: " ~ ("Model" if line.stack_names_models else ""),
    "apis.models: ModelType",
    "providers.datatypes: HealthStatus",
) }}
{%- if line.reranks == "request" %}
from {{ cookiecutter.__root }}.inference.models import RerankRequest
{%- endif %}

from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.inference import {{ cookiecutter.__class }}InferenceImpl

pytestmark = pytest.mark.anyio

GOOD_DAY = {"role": "user", "content": "good day"}
PICTURE = {"type": "image_url", "image_url": {"url": "cat.png"}}


@pytest.fixture
async def impl() -> {{ cookiecutter.__class }}InferenceImpl:
    return await get_provider_impl({{ cookiecutter.__class }}Config(), {})


def chat(**more: Any) -> OpenAIChatCompletionRequestWithExtraBody:
    request = {"model": "toy-chat", "messages": [GOOD_DAY], **more}
    return OpenAIChatCompletionRequestWithExtraBody.model_validate(request)


def completion(**more: Any) -> OpenAICompletionRequestWithExtraBody:
    return OpenAICompletionRequestWithExtraBody.model_validate({"model": "toy-chat", "prompt": "once upon", **more})


def texts(**more: Any) -> OpenAIEmbeddingsRequestWithExtraBody:
    request = {"model": "toy-embedding", "input": ["good day", "good night"], **more}
    return OpenAIEmbeddingsRequestWithExtraBody.model_validate(request)


async def test_models(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    models = await impl.list_models()

    assert models is not None
    assert [(model.provider_resource_id, model.model_type) for model in models] == [
        ("toy-chat", ModelType.llm),
        ("toy-embedding", ModelType.embedding),
{%- if line.reranks %}
        ("toy-rerank", ModelType.rerank),
{%- endif %}
    ]
    assert models[1].metadata == {"embedding_dimension": 256}
    assert await impl.register_model(models[0]) == models[0]
    assert not await impl.should_refresh_models()


async def test_unknown_model_is_not_registered(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    models = await impl.list_models()
    assert models is not None

    with pytest.raises(ValueError, match="no model owl"):
        await impl.register_model(models[0].model_copy(update={"provider_resource_id": "owl"}))


async def test_chat(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.openai_chat_completion(chat(n=2))

    assert isinstance(answer, OpenAIChatCompletion)
    assert [choice.message.content for choice in answer.choices] == ["You said: good day"] * 2
    assert [choice.finish_reason for choice in answer.choices] == ["stop"] * 2
    assert answer.usage is not None
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (2, 8)


async def test_chat_in_pieces(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    pieces = await impl.openai_chat_completion(chat(stream=True, stream_options={"include_usage": True}))

    assert isinstance(pieces, AsyncIterator)
    *answer, usage = [piece async for piece in pieces]
    assert [piece.choices[0].delta.content for piece in answer] == ["You", " said:", " good", " day", ""]
    assert [piece.choices[0].finish_reason for piece in answer] == [None, None, None, None, "stop"]
    assert usage.usage is not None
    assert (usage.choices, usage.usage.total_tokens) == ([], 6)


async def test_limits(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    cut = await impl.openai_chat_completion(chat(max_tokens=2))
    assert isinstance(cut, OpenAIChatCompletion)
    assert (cut.choices[0].message.content, cut.choices[0].finish_reason) == ("You said:", "length")

    stopped = await impl.openai_chat_completion(chat(stop=" said"))
    assert isinstance(stopped, OpenAIChatCompletion)
    assert (stopped.choices[0].message.content, stopped.choices[0].finish_reason) == ("You", "stop")


async def test_completion(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.openai_completion(completion(prompt=["once", "upon"]))

    assert isinstance(answer, OpenAICompletion)
    assert [choice.text for choice in answer.choices] == ["once", "upon"]


async def test_completion_in_pieces(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    pieces = await impl.openai_completion(completion(stream=True))

    assert isinstance(pieces, AsyncIterator)
    assert [piece.choices[0].text async for piece in pieces] == ["once", " upon", ""]


async def test_embeddings(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    plain = await impl.openai_embeddings(texts(dimensions=8))
    packed = await impl.openai_embeddings(texts(dimensions=8, encoding_format="base64"))

    for one, other in zip(plain.data, packed.data, strict=True):
        assert isinstance(other.embedding, str)
        assert one.embedding == pytest.approx(struct.unpack("<8f", base64.b64decode(other.embedding)))
    assert len((await impl.openai_embeddings(texts())).data[1].embedding) == 256


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"tools": [{"type": "function", "function": {"name": "weather"}}]}, "cannot do what these ask for: tools"),
        ({"response_format": {"type": "json_object"}}, "cannot do what these ask for: response_format"),
        ({"model": "toy-embedding"}, "only toy-chat can"),
        ({"messages": [{"role": "system", "content": "Be kind"}]}, "no message of the user's"),
        ({"messages": [{"role": "user", "content": [PICTURE]}]}, "only text can be read"),
    ],
)
async def test_refusals(impl: {{ cookiecutter.__class }}InferenceImpl, asked: dict[str, Any], why: str) -> None:
    for stream in (False, True):
        with pytest.raises(ValueError, match=why):
            await impl.openai_chat_completion(chat(**asked, stream=stream))


async def test_tokens_are_refused(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    with pytest.raises(ValueError, match="not tokens"):
        await impl.openai_completion(completion(prompt=[1, 2]))
    with pytest.raises(ValueError, match="dimensions must be"):
        await impl.openai_embeddings(texts(dimensions=5000))


{% if line.reranks -%}
async def test_reranking(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    texts = ["dogs bark", "cats purr", "cats sleep"]
{%- if line.reranks == "request" %}
    request = RerankRequest(model="toy-rerank", query="purr, cats!", items=[*texts], max_num_results=2)
    answer = await impl.rerank(request)
{%- else %}
    answer = await impl.rerank("toy-rerank", "purr, cats!", [*texts], 2)
{%- endif %}

    assert [entry.index for entry in answer.data] == [1, 2]
    assert [entry.relevance_score for entry in answer.data] == pytest.approx([1, 0.5])


{% if line.reranks_since -%}
async def test_reranking_before_{{ line.reranks_since.replace(".", "_") }}(impl: {{ cookiecutter.__impl }}) -> None:
    answer = await impl.rerank("toy-rerank", "good day", ["a day", "a good day"], 2)

    assert [entry.index for entry in answer.data] == [1, 0]


{% endif -%}
async def test_pictures_are_not_ranked(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    picture = OpenAIChatCompletionContentPartImageParam(image_url=OpenAIImageURL(url="cat.png"))

    with pytest.raises(ValueError, match="only texts"):
{%- if line.reranks == "request" %}
        await impl.rerank(RerankRequest(model="toy-rerank", query="cats", items=[picture]))
{%- else %}
        await impl.rerank("toy-rerank", "cats", [picture])
{%- endif %}
{%- else -%}
async def test_reranking_is_not_implemented(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    with pytest.raises(NotImplementedError):
        await impl.rerank("toy-chat", "a", ["a"])
{%- endif %}
{%- if line.reasons %}


async def test_reasoning(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.openai_chat_completions_with_reasoning(chat())

    assert isinstance(answer, OpenAIChatCompletionWithReasoning)
    assert answer.reasoning_content == "The chat has 1 messages. I say the last one of the user's again."
    assert answer.completion.choices[0].message.content == "You said: good day"


async def test_reasoning_in_pieces(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    pieces = await impl.openai_chat_completions_with_reasoning(chat(stream=True))

    assert isinstance(pieces, AsyncIterator)
    first, *rest = [piece async for piece in pieces]
    assert first.reasoning_content == "The chat has 1 messages. I say the last one of the user's again."
    assert first.chunk.choices[0].delta.content == "You"
    assert [piece.reasoning_content for piece in rest] == [None] * 4
{%- endif %}
{%- if line.stack_names_models %}


class Registry:
    """Knows the models as the stack does: by the provider's id, a slash and our name."""

    async def get_model(self, identifier: str) -> Model:
        provider_id, _, name = identifier.partition("/")
        if not name:
            raise ModelNotFoundError(identifier)
        return Model(identifier=identifier, provider_id=provider_id, provider_resource_id=name)


@pytest.mark.parametrize("name", ["acme/toy-chat", "toy-chat"])
async def test_stack_may_name_the_model(impl: {{ cookiecutter.__class }}InferenceImpl, name: str) -> None:
    impl.model_store = Registry()

    answer = await impl.openai_chat_completion(chat(model=name))

    assert isinstance(answer, OpenAIChatCompletion)
    assert answer.model == "toy-chat"
{%- endif %}


async def test_health(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    assert await impl.health() == {"status": HealthStatus.OK}
