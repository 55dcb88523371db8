"""The models: toys, small enough to read, which always answer the same."""

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

CHAT_MODEL = "toy-chat"
EMBEDDING_MODEL = "toy-embedding"
{%- if line.reranks %}
RERANK_MODEL = "toy-rerank"
{%- endif %}
MOST_DIMENSIONS = 4096


@dataclass(frozen=True)
class Turn:
    """A message of a chat: whose it is, such as `user`, and its text."""

    role: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A token of an answer; the last piece has no text, but says why the answer ends."""

    text: str
    finish_reason: Literal["stop", "length"] | None = None


class Model:
    """Answers chats, continues texts, turns texts into vectors{% if line.reranks %} and compares them{% endif %}.

    YOUR BACKEND: put your own models in the place of this class. Its methods are called in
    threads, several at a time, so they may take their time.
    """

    def answer(self, chat: Sequence[Turn], max_tokens: int, stop: Sequence[str]) -> Iterator[Piece]:
        """Answer a chat, at most with so many tokens, and before any of the texts in `stop`.

        Raises:
            ValueError: Nobody has asked anything.
        """
        asked = [turn.text for turn in chat if turn.role == "user"]
        if not asked:
            raise ValueError("there is no message of the user's in the chat")
        return _pieces(f"You said: {asked[-1]}", max_tokens, stop)
{%- if line.reasons %}

    def think(self, chat: Sequence[Turn]) -> str:
        """Return what the model thinks before it answers a chat."""
        return f"The chat has {len(chat)} messages. I say the last one of the user's again."
{%- endif %}

    def complete(self, text: str, max_tokens: int, stop: Sequence[str]) -> Iterator[Piece]:
        """Continue a text; this model says it again."""
        return _pieces(text, max_tokens, stop)

    def count(self, text: str) -> int:
        """Return how many tokens a text has."""
        return len(_tokens(text))

    def embed(self, text: str, dimensions: int) -> list[float]:
        """Return a vector of length 1, which is near to those of texts with the same words."""
        vector = [0.0] * dimensions
        for word in re.findall(r"\w+", text.lower()) or [""]:
            digest = hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest()
            vector[int.from_bytes(digest) % dimensions] += 1
        length = math.hypot(*vector)
        return [value / length for value in vector]
{%- if line.reranks %}

    def likeness(self, one: str, other: str) -> float:
        """Return how much two texts have in common: from 0 to 1, that is all words."""
        return math.sumprod(self.embed(one, MOST_DIMENSIONS), self.embed(other, MOST_DIMENSIONS))
{%- endif %}


def _pieces(text: str, max_tokens: int, stop: Sequence[str]) -> Iterator[Piece]:
    ends = [text.find(end) for end in stop if end and end in text]
    tokens = _tokens(text[: min(ends)] if ends else text)
    for token in tokens[:max_tokens]:
        yield Piece(token)
    yield Piece("", "stop" if len(tokens) <= max_tokens else "length")


def _tokens(text: str) -> list[str]:
    """Return the words of a text, each with the space before it."""
    return re.findall(r"\s*\S+|\s+$", text)
