"""Anthropic's protocol, asked of the implementation as the stack asks."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from {{ cookiecutter.__root }}.messages.models import (
    AnthropicCountTokensRequest,
    AnthropicCreateMessageRequest,
    AnthropicMessageResponse,
    AnthropicTextBlock,
    AnthropicUsage,
    ContentBlockDeltaEvent,
    MessageDeltaEvent,
)

from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.inference import {{ cookiecutter.__class }}InferenceImpl

pytestmark = pytest.mark.anyio

CHAT = {"model": "toy-chat", "system": "Be kind", "messages": [{"role": "user", "content": "good day"}]}
PICTURE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}


@pytest.fixture
async def impl() -> {{ cookiecutter.__class }}InferenceImpl:
    return await get_provider_impl({{ cookiecutter.__class }}Config(), {})


def asked(**more: Any) -> AnthropicCreateMessageRequest:
    return AnthropicCreateMessageRequest.model_validate(CHAT | {"max_tokens": 9} | more)


@pytest.mark.parametrize(
    ("more", "said", "reason", "tokens"),
    [
        ({}, "You said: good day", "end_turn", 4),
        ({"max_tokens": 2}, "You said:", "max_tokens", 2),
        ({"stop_sequences": [" day"]}, "You said: good", "end_turn", 3),
    ],
)
async def test_message(
    impl: {{ cookiecutter.__class }}InferenceImpl,
    more: dict[str, Any],
    said: str,
    reason: str,
    tokens: int,
) -> None:
    answer = await impl.anthropic_messages(asked(**more))

    assert isinstance(answer, AnthropicMessageResponse)
    assert answer.content == [AnthropicTextBlock(text=said)]
    assert answer.stop_reason == reason
    assert answer.usage == AnthropicUsage(input_tokens=4, output_tokens=tokens)


async def test_message_in_pieces(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    pieces = await impl.anthropic_messages(asked(max_tokens=2, stream=True))

    assert isinstance(pieces, AsyncIterator)
    events = [piece async for piece in pieces]
    assert [event.type for event in events] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    deltas = [event.delta for event in events if isinstance(event, ContentBlockDeltaEvent)]
    assert [delta.text for delta in deltas if delta.type == "text_delta"] == ["You", " said:"]
    [end] = [event for event in events if isinstance(event, MessageDeltaEvent)]
    assert end.delta.stop_reason == "max_tokens"
    assert end.usage == AnthropicUsage(input_tokens=4, output_tokens=2)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"tools": [{"name": "weather", "input_schema": {}}]}, "cannot do what these ask for: tools"),
        ({"messages": [{"role": "user", "content": [PICTURE]}]}, "only text can be read"),
    ],
)
async def test_refusals(impl: {{ cookiecutter.__class }}InferenceImpl, more: dict[str, Any], why: str) -> None:
    for stream in (False, True):
        with pytest.raises(ValueError, match=why):
            await impl.anthropic_messages(asked(**more, stream=stream))


async def test_tokens_are_counted(impl: {{ cookiecutter.__class }}InferenceImpl) -> None:
    answer = await impl.anthropic_count_tokens(AnthropicCountTokensRequest.model_validate(CHAT))

    assert answer.input_tokens == 4
