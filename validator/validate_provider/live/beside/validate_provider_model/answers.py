"""What the model says, as the JSON of the APIs that it is asked through.

It says `safe` to whatever it is told: a model that guards says so of what is harmless, and to
everybody else one word is as good as another.
"""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CHAT_MODEL = "canned"
EMBEDDING_MODEL = "canned-embedding"
DIMENSION = 8
CREATED = 1_700_000_000
"""When all was made, in seconds since 1970."""
PIECES = ("sa", "fe")
REPLY = "".join(PIECES)
_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
_ANTHROPIC_USAGE = {"input_tokens": 1, "output_tokens": 1}


def chat(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a chat."""
    message = {"role": "assistant", "content": REPLY}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return _envelope("chat.completion", asked) | {"choices": [choice], "usage": _USAGE}


def chat_pieces(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Answer a chat piece by piece."""
    deltas = [{"role": "assistant", "content": piece} for piece in PIECES]
    choices: list[dict[str, Any]] = [
        {"index": 0, "delta": delta, "finish_reason": None, "logprobs": None} for delta in deltas
    ]
    choices.append({"index": 0, "delta": {}, "finish_reason": "stop", "logprobs": None})
    pieces = [_envelope("chat.completion.chunk", asked) | {"choices": [it]} for it in choices]
    if (asked.get("stream_options") or {}).get("include_usage"):
        last = _envelope("chat.completion.chunk", asked)
        pieces.append(last | {"choices": [], "usage": _USAGE})
    return pieces


def completion(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Complete a text."""
    choice = {"index": 0, "text": REPLY, "finish_reason": "stop", "logprobs": None}
    return _envelope("text_completion", asked) | {"choices": [choice], "usage": _USAGE}


def completion_pieces(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Complete a text piece by piece."""
    # The stack's type has no reason for a piece after which more comes (0.5 and later).
    choices = [
        {"index": 0, "text": text, "finish_reason": "stop", "logprobs": None} for text in PIECES
    ]
    return [_envelope("text_completion", asked) | {"choices": [choice]} for choice in choices]


def embeddings(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Embed texts."""
    given = asked["input"]
    texts = given if isinstance(given, list) else [given]
    vectors: list[Any] = [embedding(it, asked.get("dimensions") or DIMENSION) for it in texts]
    if asked.get("encoding_format") == "base64":
        vectors = [packed(vector) for vector in vectors]
    data = [
        {"object": "embedding", "index": at, "embedding": vector}
        for at, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
    return {"object": "list", "data": data, "model": asked["model"], "usage": usage}


def packed(vector: list[float]) -> str:
    """Pack a vector as OpenAI does: little-endian floats of 32 bits, in base64."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def embedding(text: object, dimension: int) -> list[float]:
    """Give the vector of a text: the same for the same text, another for another, 1 long."""
    digest = hashlib.shake_256(str(text).encode()).digest(dimension)
    numbers = [byte / 127.5 - 1 for byte in digest]  # none is 0
    length = math.hypot(*numbers)
    return [number / length for number in numbers]


def ranks(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Rank texts, in the order that they were given in."""
    data = [{"index": at, "relevance_score": 1 / (at + 1)} for at, _ in enumerate(asked["items"])]
    return {"data": data[: asked.get("max_num_results") or None]}


def message(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one of Anthropic's messages."""
    block = {"type": "text", "text": REPLY}
    return _message(asked) | {"content": [block], "stop_reason": "end_turn"}


def message_pieces(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Answer one of Anthropic's messages, event by event."""
    deltas = [
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "text_delta", "text": piece},
        }
        for piece in PIECES
    ]
    empty = {"type": "text", "text": ""}
    return [
        {"type": "message_start", "message": _message(asked) | {"content": []}},
        {"type": "content_block_start", "index": 0, "content_block": empty},
        *deltas,
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn"},
            "usage": _ANTHROPIC_USAGE,
        },
        {"type": "message_stop"},
    ]


def message_tokens(_asked: Mapping[str, Any]) -> dict[str, Any]:
    """Count the tokens of one of Anthropic's messages."""
    return {"input_tokens": 1}


def old_chat(_asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a chat of the stack's own protocol, up to 0.2."""
    said = {"role": "assistant", "content": REPLY, "stop_reason": "end_of_turn"}
    return {"completion_message": said}


def old_chat_pieces(_asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Answer a chat of the stack's own protocol piece by piece."""
    events: list[dict[str, Any]] = [{"event_type": "start", "delta": _delta("")}]
    events += [{"event_type": "progress", "delta": _delta(piece)} for piece in PIECES]
    events.append({"event_type": "complete", "delta": _delta(""), "stop_reason": "end_of_turn"})
    return [{"event": event} for event in events]


def old_completion(_asked: Mapping[str, Any]) -> dict[str, Any]:
    """Complete a text by the stack's own protocol, up to 0.2."""
    return {"content": REPLY, "stop_reason": "end_of_turn"}


def old_completion_pieces(_asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Complete a text by the stack's own protocol piece by piece."""
    pieces: list[dict[str, Any]] = [{"delta": piece} for piece in PIECES]
    return [*pieces, {"delta": "", "stop_reason": "end_of_turn"}]


def old_embeddings(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Embed texts by the stack's own protocol, up to 0.2."""
    dimension = asked.get("output_dimension") or DIMENSION
    return {"embeddings": [embedding(it, dimension) for it in asked["contents"]]}


def _delta(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


def _message(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": "msg_canned",
        "type": "message",
        "role": "assistant",
        "model": asked["model"],
        "usage": _ANTHROPIC_USAGE,
    }


def _envelope(kind: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": f"{kind}-canned", "object": kind, "created": CREATED, "model": asked["model"]}
