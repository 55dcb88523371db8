"""Answers of the service, translated to the stack's own types."""

import json
from collections.abc import AsyncIterator
from typing import Any

from llama_stack.apis.common.content_types import TextDelta, ToolCallDelta, ToolCallParseStatus
from llama_stack.apis.inference import (
    ChatCompletionResponse,
    ChatCompletionResponseEvent,
    ChatCompletionResponseEventType,
    ChatCompletionResponseStreamChunk,
    CompletionMessage,
    CompletionResponse,
    CompletionResponseStreamChunk,
    OpenAIAssistantMessageParam,
    OpenAIChatCompletionToolCall,
    OpenAIChoiceLogprobs,
    TokenLogProbs,
)
from llama_stack.models.llama.datatypes import StopReason, ToolCall

from .answers import ChatCompletion, ChatCompletionChunk, Completion, CompletionChunk

_STOP_REASONS = {
    "length": StopReason.out_of_tokens,
    # The turn goes on with what the tool returns.
    "tool_calls": StopReason.end_of_message,
}


def chat(answer: ChatCompletion) -> ChatCompletionResponse:
    """Translate an answer in a chat."""
    choice = answer.choices[0]
    message = choice.message
    calls = message.tool_calls if isinstance(message, OpenAIAssistantMessageParam) else None
    content = message.content or ""
    return ChatCompletionResponse(
        completion_message=CompletionMessage(
            content=content if isinstance(content, str) else "".join(getattr(part, "text", "") for part in content),
            stop_reason=_stop_reason(choice.finish_reason),
            tool_calls=[_tool_call(call) for call in calls or []],
        ),
        logprobs=_chat_logprobs(choice.logprobs),
    )


async def chat_pieces(pieces: AsyncIterator[ChatCompletionChunk]) -> AsyncIterator[ChatCompletionResponseStreamChunk]:
    """Translate the pieces of an answer in a chat; a tool call follows when it is complete."""
    yield _event(ChatCompletionResponseEventType.start, TextDelta(text=""))
    stop_reason = StopReason.end_of_turn
    calls: dict[int, OpenAIChatCompletionToolCall] = {}
    async for piece in pieces:
        for choice in piece.choices[:1]:
            if choice.delta.content:
                said = TextDelta(text=choice.delta.content)
                logprobs = _chat_logprobs(choice.logprobs)
                yield _event(ChatCompletionResponseEventType.progress, said, logprobs=logprobs)
            for part in choice.delta.tool_calls or []:
                _add(calls, part)
            if choice.finish_reason:
                stop_reason = _stop_reason(choice.finish_reason)
    for call in calls.values():
        called = ToolCallDelta(tool_call=_tool_call(call), parse_status=ToolCallParseStatus.succeeded)
        yield _event(ChatCompletionResponseEventType.progress, called)
    yield _event(ChatCompletionResponseEventType.complete, TextDelta(text=""), stop_reason=stop_reason)


def completion(answer: Completion) -> CompletionResponse:
    """Translate a completed text."""
    choice = answer.choices[0]
    return CompletionResponse(
        content=choice.text,
        stop_reason=_stop_reason(choice.finish_reason),
        logprobs=_completion_logprobs(choice.logprobs),
    )


async def completion_pieces(pieces: AsyncIterator[CompletionChunk]) -> AsyncIterator[CompletionResponseStreamChunk]:
    """Translate the pieces of a completed text."""
    async for piece in pieces:
        for choice in piece.choices[:1]:
            yield CompletionResponseStreamChunk(
                delta=choice.text,
                stop_reason=_stop_reason(choice.finish_reason) if choice.finish_reason else None,
                logprobs=_completion_logprobs(choice.logprobs),
            )


def _event(
    kind: ChatCompletionResponseEventType, delta: TextDelta | ToolCallDelta, **more: Any
) -> ChatCompletionResponseStreamChunk:
    event = ChatCompletionResponseEvent(event_type=kind, delta=delta, **more)
    return ChatCompletionResponseStreamChunk(event=event)


def _stop_reason(finish_reason: str | None) -> StopReason:
    return _STOP_REASONS.get(finish_reason or "", StopReason.end_of_turn)


def _add(calls: dict[int, OpenAIChatCompletionToolCall], part: OpenAIChatCompletionToolCall) -> None:
    """Join a piece of a tool call to the pieces before it."""
    index = part.index or 0
    if index not in calls:
        calls[index] = part
        return
    whole, added = calls[index].function, part.function
    if whole and added and added.arguments:
        whole.arguments = (whole.arguments or "") + added.arguments


def _tool_call(call: OpenAIChatCompletionToolCall) -> ToolCall:
    name = (call.function and call.function.name) or ""
    given = (call.function and call.function.arguments) or "{}"
    try:
        return ToolCall(call_id=call.id or "", tool_name=name, arguments=json.loads(given), arguments_json=given)
    except ValueError:
        # Broken, or nested deeper than the stack's type allows: leave it to the caller as it is.
        return ToolCall(call_id=call.id or "", tool_name=name, arguments=given, arguments_json=given)


def _chat_logprobs(logprobs: OpenAIChoiceLogprobs | None) -> list[TokenLogProbs] | None:
    if logprobs is None or logprobs.content is None:
        return None
    translated = []
    for token in logprobs.content:
        by_token = {token.token: token.logprob}
        by_token |= {top.token: top.logprob for top in token.top_logprobs}
        translated.append(TokenLogProbs(logprobs_by_token=by_token))
    return translated


def _completion_logprobs(logprobs: dict[str, Any] | None) -> list[TokenLogProbs] | None:
    if logprobs is None:
        return None
    tops = logprobs.get("top_logprobs")
    if tops is None:
        pairs = zip(logprobs.get("tokens") or [], logprobs.get("token_logprobs") or [], strict=False)
        tops = [{token: logprob} for token, logprob in pairs]
    return [TokenLogProbs(logprobs_by_token=top or {}) for top in tops]
