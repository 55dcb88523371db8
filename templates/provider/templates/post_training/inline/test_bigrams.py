"""The model."""

import json
import math

import pytest

from {{ cookiecutter.__package }}.bigrams import Bigrams


def test_knows_nothing_at_first() -> None:
    # Three words, and the end of the text.
    assert Bigrams(3).loss(["a b c"]) == pytest.approx(math.log(4))
    assert Bigrams(3).loss([]) == 0


def test_learns() -> None:
    model = Bigrams(3)
    losses = []
    for _ in range(200):
        model.learn("a b c", 0.5)
        losses.append(model.loss(["a b c"]))

    assert losses == sorted(losses, reverse=True)
    assert losses[-1] == pytest.approx(0, abs=1e-6)
    assert model.loss(["c b a"]) > 10
    assert json.loads(model.as_json())["following"]["a"] == {"b": pytest.approx(1)}


def test_likelihoods_sum_to_one() -> None:
    model = Bigrams(2)
    model.learn("a b", 0.3)

    likelihoods = [math.exp(-2 * model.loss([word])) for word in ("a", "b")]
    # After "a" and "b" the text ends with likelihoods that are known.
    assert likelihoods[0] == pytest.approx((0.3 + 0.7 / 3) * 0.7 / 3)
    assert likelihoods[1] == pytest.approx(0.7 / 3 * (0.3 + 0.7 / 3))
