"""The OpenAI protocol, spoken to the models: requests and answers as JSON."""

import asyncio
import base64
import struct
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from .config import {{ cookiecutter.__class }}Config
from .model import CHAT_MODEL, EMBEDDING_MODEL, MOST_DIMENSIONS, {% if line.reranks %}RERANK_MODEL, {% endif %}Model, Piece, Turn

Json = dict[str, Any]

# What other models can do, but not these
BEYOND = ("audio", "echo", "functions", "guided_choice", "logprobs", "prompt_logprobs", "suffix", "tools")


class Service:
    """Answers requests; a request that cannot be answered is a ValueError, before any piece is sent."""

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self._model = Model()
        self._max_tokens = config.max_tokens
        self._dimensions = config.embedding_dimension

    async def chat(self, body: Json) -> Json:
        """Answer a chat."""
        answers, tokens = self._answers(body)
        return await _whole(_head("chat.completion", body), answers, tokens, _message)

    async def chat_pieces(self, body: Json) -> AsyncIterator[Json]:
        """Answer a chat in pieces."""
        answers, tokens = self._answers(body)
        return _in_pieces(_head("chat.completion.chunk", body), answers, tokens, _delta, body)

    async def completion(self, body: Json) -> Json:
        """Continue a text."""
        answers, tokens = self._continuations(body)
        return await _whole(_head("text_completion", body), answers, tokens, _text)

    async def completion_pieces(self, body: Json) -> AsyncIterator[Json]:
        """Continue a text in pieces."""
        answers, tokens = self._continuations(body)
        return _in_pieces(_head("text_completion", body), answers, tokens, _text, body)

    async def embeddings(self, body: Json) -> Json:
        """Turn texts into vectors."""
        _check(body, EMBEDDING_MODEL)
        texts = _texts(body["input"])
        dimensions = body.get("dimensions", self._dimensions)
        if not 1 <= dimensions <= MOST_DIMENSIONS:
            raise ValueError(f"dimensions must be from 1 to {MOST_DIMENSIONS}, not {dimensions}")
        vectors = [await asyncio.to_thread(self._model.embed, text, dimensions) for text in texts]
        packed = body.get("encoding_format") == "base64"
        tokens = sum(self._model.count(text) for text in texts)
        return {
            "object": "list",
            "model": body["model"],
            "data": [
                {"object": "embedding", "index": index, "embedding": _base64(vector) if packed else vector}
                for index, vector in enumerate(vectors)
            ],
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
        }
{%- if line.reranks %}

    async def rerank(self, body: Json) -> Json:
        """Order texts by their likeness to a query, the most alike first."""
        _check(body, RERANK_MODEL)
        query = body["query"]
        scores = [await asyncio.to_thread(self._model.likeness, query, text) for text in body["items"]]
        ranking = [{"index": index, "relevance_score": score} for index, score in enumerate(scores)]
        ranking.sort(key=lambda entry: entry["relevance_score"], reverse=True)
        return {"data": ranking[: body["max_num_results"]]}
{%- endif %}
{%- if line.reasons %}

    async def thoughts(self, body: Json) -> str:
        """Return what the model thinks before it answers a chat."""
        return await asyncio.to_thread(self._model.think, _turns(body))
{%- endif %}
{%- if line.messages_since %}

    async def count(self, body: Json) -> int:
        """Return how many tokens a chat has."""
        _check(body, CHAT_MODEL)
        return self._tokens(_turns(body))
{%- endif %}

    def _answers(self, body: Json) -> tuple[list[Iterator[Piece]], int]:
        """Begin the answers that a chat asks for; return them, and how many tokens it has."""
        _check(body, CHAT_MODEL)
        chat = _turns(body)
        limits = self._limits(body)
        answers = [self._model.answer(chat, *limits) for _ in range(body.get("n", 1))]
        return answers, {% if line.messages_since %}self._tokens(chat)

    def _tokens(self, chat: list[Turn]) -> int:
        return {% endif %}sum(self._model.count(turn.text) for turn in chat)

    def _continuations(self, body: Json) -> tuple[list[Iterator[Piece]], int]:
        _check(body, CHAT_MODEL)
        prompts = _texts(body["prompt"])
        limits = self._limits(body)
        answers = [self._model.complete(prompt, *limits) for prompt in prompts for _ in range(body.get("n", 1))]
        return answers, sum(self._model.count(prompt) for prompt in prompts)

    def _limits(self, body: Json) -> tuple[int, list[str]]:
        """Return how many tokens an answer may have, and the texts before which it ends."""
        asked = body.get("max_completion_tokens") or body.get("max_tokens") or self._max_tokens
        stop = body.get("stop", [])
        return min(asked, self._max_tokens), [stop] if isinstance(stop, str) else stop


async def _whole(head: Json, answers: list[Iterator[Piece]], tokens: int, choice: Callable[[str], Json]) -> Json:
    choices, said = [], 0
    for index, answer in enumerate(answers):
        pieces = await asyncio.to_thread(list, answer)
        text = "".join(piece.text for piece in pieces)
        choices.append({"index": index, "finish_reason": pieces[-1].finish_reason, **choice(text)})
        said += len(pieces) - 1
    return head | {"choices": choices, "usage": _usage(tokens, said)}


async def _in_pieces(
    head: Json, answers: list[Iterator[Piece]], tokens: int, choice: Callable[[str], Json], body: Json
) -> AsyncIterator[Json]:
    said = 0
    for index, answer in enumerate(answers):
        while piece := await asyncio.to_thread(next, answer, None):
            yield head | {"choices": [{"index": index, "finish_reason": piece.finish_reason, **choice(piece.text)}]}
            said += piece.finish_reason is None
    if body.get("stream_options", {}).get("include_usage"):
        yield head | {"choices": [], "usage": _usage(tokens, said)}


def _check(body: Json, model: str) -> None:
    if body["model"] != model:
        raise ValueError(f"{body['model']} cannot do this, only {model} can")
    beyond = [name for name in BEYOND if body.get(name)]
    if body.get("response_format", {}).get("type", "text") != "text":
        beyond.append("response_format")
    if beyond:
        raise ValueError(f"{model} cannot do what these ask for: {', '.join(beyond)}")


def _head(kind: str, body: Json) -> Json:
    return {"id": f"{kind}-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": body["model"]}


def _message(text: str) -> Json:
    return {"message": {"role": "assistant", "content": text}}


def _delta(text: str) -> Json:
    return {"delta": {"role": "assistant", "content": text}}


def _text(text: str) -> Json:
    return {"text": text}


def _usage(asked: int, said: int) -> Json:
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _turns(body: Json) -> list[Turn]:
    return [Turn(message["role"], _content(message.get("content"))) for message in body["messages"]]


def _content(content: str | list[Json] | None) -> str:
    """Return the text of a message."""
    parts = [{"type": "text", "text": content or ""}] if not isinstance(content, list) else content
    if any(part.get("type") != "text" for part in parts):
        raise ValueError("only text can be read")
    return "".join(part["text"] for part in parts)


def _texts(given: str | list[Any]) -> list[str]:
    texts = given if isinstance(given, list) else [given]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("texts are wanted, not tokens")
    return texts


def _base64(vector: list[float]) -> str:
    """Pack numbers as OpenAI does: little-endian, 32 bits each."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
