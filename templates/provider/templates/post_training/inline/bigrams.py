"""A language model of word pairs, small enough to be trained anywhere. Knows nothing of the stack."""

import json
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

EDGE = ""
"""Stands before the first word of a text and after its last."""
LEAST = 1e-9
"""What is always left for pairs that were never seen, so that none is impossible."""


class Bigrams:
    """How likely each word follows each other one."""

    def __init__(self, words: int) -> None:
        """Begin with all words equally likely.

        Args:
            words: How many different words there are.
        """
        self._words = words + 1
        self._following: dict[str, dict[str, float]] = {}

    def learn(self, text: str, rate: float) -> None:
        """Make what follows what in a text likelier.

        Args:
            text: Words between white space.
            rate: How far each pair is moved towards being certain, between 0 and 1.
        """
        for first, second in _pairs(text):
            following = self._following.setdefault(first, {})
            for word in following:
                following[word] *= 1 - rate
            following[second] = following.get(second, 0.0) + rate

    def loss(self, texts: Iterable[str]) -> float:
        """Return the mean of the negative logarithms of the likelihoods of all pairs; 0 if there are none."""
        losses = [-math.log(self._likelihood(*pair)) for text in texts for pair in _pairs(text)]
        return sum(losses) / len(losses) if losses else 0.0

    def as_json(self) -> str:
        """Return all that was learned."""
        return json.dumps({"words": self._words, "following": self._following})

    def _likelihood(self, first: str, second: str) -> float:
        following = self._following.get(first, {})
        left = max(1 - sum(following.values()), LEAST)
        return following.get(second, 0.0) + left / self._words


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    return pairwise([EDGE, *text.split(), EDGE])
