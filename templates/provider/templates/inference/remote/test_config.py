"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config


def test_defaults_need_no_configuration() -> None:
    config = {{ cookiecutter.__class }}Config()

    assert str(config.url) == "http://localhost:8000/v1"
    assert config.api_key is None


def test_sample_names_only_fields_of_the_config() -> None:
    sample = {{ cookiecutter.__class }}Config.sample_run_config(__distro_dir__="/unused")

    assert sample.keys() <= {{ cookiecutter.__class }}Config.model_fields.keys()
    assert sample["url"] == "${env.{{ cookiecutter.__env }}_URL{{ line.default }}http://localhost:8000/v1}"


def test_api_key_is_not_shown() -> None:
    config = {{ cookiecutter.__class }}Config.model_validate({"api_key": "secret"})

    assert "secret" not in repr(config)
    assert "secret" not in config.model_dump_json()


def test_api_key_of_digits() -> None:
    # From the environment, the stack hands such a key on as a number.
    config = {{ cookiecutter.__class }}Config.model_validate({"api_key": 1234})

    assert config.api_key is not None
    assert config.api_key.get_secret_value() == "1234"


@pytest.mark.parametrize("wrong", [{"url": "localhost"}, {"timeout": 0}, {"ulr": "http://localhost:8000/v1"}])
def test_mistakes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        {{ cookiecutter.__class }}Config.model_validate(wrong)
