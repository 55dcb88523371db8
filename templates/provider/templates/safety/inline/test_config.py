"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config, Rule

RULE = {"patterns": ["secret"], "category": "secrets", "message": "Keep it."}


def test_sample_is_a_config() -> None:
    sample = {{ cookiecutter.__class }}Config.sample_run_config(__distro_dir__="/unused")

    assert list({{ cookiecutter.__class }}Config.model_validate(sample).rules) == ["private-key", "card-number"]


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "is 4111-1111-1111-1111.", "4111111111111111"])
def test_card_numbers(text: str) -> None:
    rule = Rule.model_validate({{ cookiecutter.__class }}Config.sample_run_config()["rules"]["card-number"])

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
        {{ cookiecutter.__class }}Config.model_validate(wrong)
