"""The translation between the stack's own types and the OpenAI protocol, where it is more than a copy."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from llama_stack.apis.common.content_types import (
    URL,
    ImageContentItem,
    TextContentItem,
    ToolCallDelta,
    ToolCallParseStatus,
    _URLOrData,
)
from llama_stack.apis.inference import (
    CompletionMessage,
    GrammarResponseFormat,
    JsonSchemaResponseFormat,
    LogProbConfig,
    Message,
    SamplingParams,
    SystemMessage,
    ToolChoice,
    ToolResponseMessage,
    TopKSamplingStrategy,
    TopPSamplingStrategy,
    UserMessage,
)
from llama_stack.models.llama.datatypes import BuiltinTool, StopReason, ToolCall, ToolDefinition, ToolParamDefinition

from {{ cookiecutter.__package }} import to_service, to_stack
from {{ cookiecutter.__package }}.answers import ChatCompletion, ChatCompletionChunk

WEATHER = ToolDefinition(
    tool_name="weather",
    description="Tells the weather",
    parameters={
        "city": ToolParamDefinition(param_type="str", description="Where"),
        "days": ToolParamDefinition(param_type="list[int]", required=False, default=1),
    },
)


def test_messages() -> None:
    picture = ImageContentItem(image=_URLOrData(url=URL(uri="http://localhost/cat.png")))
    call = ToolCall(call_id="1", tool_name=BuiltinTool.brave_search, arguments={"query": "cats"})
    messages: list[Message] = [
        SystemMessage(content="Be kind"),
        UserMessage(content=[TextContentItem(text="What is it?"), picture]),
        CompletionMessage(content="", stop_reason=StopReason.end_of_message, tool_calls=[call]),
        ToolResponseMessage(call_id="1", content="A cat"),
        UserMessage(content="Sure?", context="Cats purr"),
    ]

    function = {"name": "brave_search", "arguments": '{"query": "cats"}'}
    assert [to_service.message(message) for message in messages] == [
        {"role": "system", "content": "Be kind"},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is it?"},
                {"type": "image_url", "image_url": {"url": "http://localhost/cat.png"}},
            ],
        },
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": "1", "type": "function", "function": function}],
        },
        {"role": "tool", "tool_call_id": "1", "content": "A cat"},
        {"role": "user", "content": [{"type": "text", "text": "Sure?"}, {"type": "text", "text": "Cats purr"}]},
    ]


def test_image_data_says_what_it_is() -> None:
    picture = ImageContentItem(image=_URLOrData(data="/9j/4AAQ"))

    [part] = to_service.message(UserMessage(content=[picture]))["content"]

    assert part["image_url"]["url"] == "data:image/jpeg;base64,/9j/4AAQ"


def test_images_are_for_chats_only() -> None:
    with pytest.raises(ValueError, match="chat only"):
        to_service.text([ImageContentItem(image=_URLOrData(data="/9j/4AAQ"))])


@pytest.mark.parametrize(
    ("choice", "translated"),
    [
        (ToolChoice.required, "required"),
        ("weather", {"type": "function", "function": {"name": "weather"}}),
    ],
)
def test_tools(choice: ToolChoice | str, translated: object) -> None:
    body = to_service.tools([WEATHER], choice)

    assert body["tool_choice"] == translated
    assert body["tools"] == [
        {
            "type": "function",
            "function": {
                "name": "weather",
                "description": "Tells the weather",
                "parameters": {
                    "type": "object",
                    "properties": {
                        "city": {"type": "string", "description": "Where"},
                        "days": {"type": "array", "items": {"type": "integer"}, "default": 1},
                    },
                    "required": ["city"],
                },
            },
        }
    ]


def test_no_tools() -> None:
    assert to_service.tools([], ToolChoice.auto) == {}


@pytest.mark.parametrize(
    ("params", "translated"),
    [
        (SamplingParams(), {"temperature": 0.0}),
        (SamplingParams(strategy=TopPSamplingStrategy(temperature=0.5)), {"temperature": 0.5, "top_p": 0.95}),
        (SamplingParams(strategy=TopKSamplingStrategy(top_k=4), max_tokens=9), {"top_k": 4, "max_tokens": 9}),
        (
            SamplingParams(stop=["."], repetition_penalty=1.5),
            {"temperature": 0.0, "stop": ["."], "repetition_penalty": 1.5},
        ),
    ],
)
def test_sampling(params: SamplingParams, translated: dict[str, Any]) -> None:
    assert to_service.sampling(params) == translated


def test_response_format() -> None:
    schema = {"type": "object"}

    body = to_service.response_format(JsonSchemaResponseFormat(json_schema=schema))

    assert body["response_format"]["json_schema"]["schema"] == schema
    with pytest.raises(NotImplementedError):
        to_service.response_format(GrammarResponseFormat(bnf={}))


def test_logprobs() -> None:
    assert to_service.chat_logprobs(LogProbConfig(top_k=2)) == {"logprobs": True, "top_logprobs": 2}
    assert to_service.completion_logprobs(LogProbConfig(top_k=2)) == {"logprobs": 2}


def answer(message: dict[str, Any], finish_reason: str) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish_reason, **message}
    return {"id": "1", "created": 1, "model": "parrot", "choices": [choice]}


def call(arguments: str, **more: Any) -> dict[str, Any]:
    return {"index": 0, "id": "1", "function": {"name": "weather", "arguments": arguments}, **more}


def test_tool_call() -> None:
    message = {"role": "assistant", "tool_calls": [call('{"city": "Rome"}')]}

    translated = to_stack.chat(ChatCompletion.model_validate(answer({"message": message}, "tool_calls")))

    assert translated.completion_message.stop_reason is StopReason.end_of_message
    assert translated.completion_message.tool_calls == [
        ToolCall(
            call_id="1",
            tool_name="weather",
            arguments={"city": "Rome"},
            arguments_json='{"city": "Rome"}',
        )
    ]


def test_broken_tool_call_is_left_to_the_caller() -> None:
    message = {"role": "assistant", "tool_calls": [call('{"city": ')]}

    translated = to_stack.chat(ChatCompletion.model_validate(answer({"message": message}, "length")))

    assert translated.completion_message.stop_reason is StopReason.out_of_tokens
    assert translated.completion_message.tool_calls
    assert translated.completion_message.tool_calls[0].arguments == '{"city": '


def test_logprobs_of_a_chat() -> None:
    tops = [{"token": "hi", "logprob": -0.5}, {"token": "ho", "logprob": -1.5}]
    logprobs = {"content": [{"token": "hi", "logprob": -0.5, "top_logprobs": tops}]}
    message = {"role": "assistant", "content": "hi"}

    given = ChatCompletion.model_validate(answer({"message": message, "logprobs": logprobs}, "stop"))

    translated = to_stack.chat(given).logprobs
    assert translated
    assert translated[0].logprobs_by_token == {"hi": -0.5, "ho": -1.5}


@pytest.mark.anyio
async def test_tool_call_in_pieces() -> None:
    deltas: list[dict[str, Any]] = [
        {"tool_calls": [call('{"city": ')]},
        {"tool_calls": [{"index": 0, "function": {"arguments": '"Rome"}'}}]},
    ]

    async def pieces() -> AsyncIterator[ChatCompletionChunk]:
        for delta in deltas:
            yield ChatCompletionChunk.model_validate(answer({"delta": delta}, "tool_calls"))
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        yield ChatCompletionChunk.model_validate({**answer({}, ""), "choices": [], "usage": usage})

    events = [piece.event async for piece in to_stack.chat_pieces(pieces())]

    [delta] = [event.delta for event in events if isinstance(event.delta, ToolCallDelta)]
    assert delta.parse_status is ToolCallParseStatus.succeeded
    assert isinstance(delta.tool_call, ToolCall)
    assert delta.tool_call.arguments == {"city": "Rome"}
    assert events[-1].stop_reason is StopReason.end_of_message
