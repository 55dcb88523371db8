"""Anthropic's protocol, translated to OpenAI's and back."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

from {{ cookiecutter.__root }}.messages.models import (
    AnthropicCountTokensRequest,
    AnthropicCreateMessageRequest,
    AnthropicMessageResponse,
    AnthropicStreamEvent,
)
from pydantic import TypeAdapter

Json = dict[str, Any]

_EVENT: TypeAdapter[AnthropicStreamEvent] = TypeAdapter(AnthropicStreamEvent)
_STOP_REASONS = {"stop": "end_turn", "length": "max_tokens"}


def chat(params: AnthropicCreateMessageRequest | AnthropicCountTokensRequest) -> Json:
    """Translate a request; both protocols write texts in the same way, and we read nothing else."""
    asked = params.model_dump(mode="json", exclude_none=True)
    system = [{"role": "system", "content": asked["system"]}] if "system" in asked else []
    return {
        "model": params.model,
        "messages": [*system, *asked["messages"]],
        "max_tokens": asked.get("max_tokens"),
        "stop": asked.get("stop_sequences", []),
        "stream_options": {"include_usage": True},
        "tools": asked.get("tools"),
    }


def message(answer: Json) -> AnthropicMessageResponse:
    """Translate an answer."""
    [choice] = answer["choices"]
    return AnthropicMessageResponse.model_validate(
        _head(answer["model"])
        | {
            "content": [{"type": "text", "text": choice["message"]["content"]}],
            "stop_reason": _STOP_REASONS[choice["finish_reason"]],
            "usage": _usage(answer["usage"]),
        }
    )


async def events(model: str, pieces: AsyncIterator[Json]) -> AsyncIterator[AnthropicStreamEvent]:
    """Translate the pieces of an answer, of which the last one holds the usage."""
    yield _event("message_start", message=_head(model))
    yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    end: Json = {}
    async for piece in pieces:
        for choice in piece["choices"]:
            if reason := choice["finish_reason"]:
                end["delta"] = {"stop_reason": _STOP_REASONS[reason]}
            else:
                text = {"type": "text_delta", "text": choice["delta"]["content"]}
                yield _event("content_block_delta", index=0, delta=text)
        if "usage" in piece:
            end["usage"] = _usage(piece["usage"])
    yield _event("content_block_stop", index=0)
    yield _event("message_delta", **end)
    yield _event("message_stop")


def _head(model: str) -> Json:
    return {"id": f"msg_{uuid.uuid4().hex}", "model": model, "content": []}


def _usage(usage: Json) -> Json:
    return {"input_tokens": usage["prompt_tokens"], "output_tokens": usage["completion_tokens"]}


def _event(kind: str, **more: Any) -> AnthropicStreamEvent:
    return _EVENT.validate_python({"type": kind, **more})
