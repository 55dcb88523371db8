"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from llama_stack_provider_manners.config import MannersConfig, Rule

RULE = {"patterns": ["secret"], "category": "secrets", "message": "Keep it."}


def test_sample_is_a_config() -> None:
    sample = MannersConfig.sample_run_config(__distro_dir__="/unused")

    assert list(MannersConfig.model_validate(sample).rules) == ["private-key", "card-number"]


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "is 4111-1111-1111-1111.", "4111111111111111"])
def test_card_numbers(text: str) -> None:
    rule = Rule.model_validate(MannersConfig.sample_run_config()["rules"]["card-number"])

    assert rule.is_broken_by(text)
    assert not rule.is_broken_by(text.replace("4111", "411", 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"rules": {}},
        {"rule": {"name": RULE}},
        {"rules": {"name": {**RULE, "patterns": []}}},
        {"rules": {"name": {**RULE, "patterns": ["("]}}},
        {"rules": {"name": {**RULE, "level": "warn"}}},
    ],
)
def test_mistakes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MannersConfig.model_validate(wrong)
