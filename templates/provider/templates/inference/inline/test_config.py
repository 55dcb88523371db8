"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config


def test_defaults_need_no_configuration() -> None:
    config = {{ cookiecutter.__class }}Config()

    assert (config.max_tokens, config.embedding_dimension) == (512, 256)


def test_sample_names_only_fields_of_the_config() -> None:
    sample = {{ cookiecutter.__class }}Config.sample_run_config(__distro_dir__="/unused")

    assert sample.keys() <= {{ cookiecutter.__class }}Config.model_fields.keys()
    assert sample["max_tokens"] == "${env.{{ cookiecutter.__env }}_MAX_TOKENS{{ line.default }}512}"


@pytest.mark.parametrize("wrong", [{"max_tokens": 0}, {"embedding_dimension": 5000}, {"max_token": 9}])
def test_mistakes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        {{ cookiecutter.__class }}Config.model_validate(wrong)
