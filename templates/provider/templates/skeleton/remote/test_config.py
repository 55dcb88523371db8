"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config


def test_defaults_need_no_configuration() -> None:
    assert {{ cookiecutter.__class }}Config().api_key is None


def test_sample_takes_its_values_from_the_environment() -> None:
    sample = {{ cookiecutter.__class }}Config.sample_run_config(__distro_dir__="unused")

    assert sample.keys() <= {{ cookiecutter.__class }}Config.model_fields.keys()
    assert all(value.startswith("${env.{{ cookiecutter.__env }}_") for value in sample.values())


def test_the_key_is_not_shown() -> None:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": "http://localhost:8000", "api_key": 12345})

    assert "12345" not in repr(config)
    assert config.api_key is not None
    assert config.api_key.get_secret_value() == "12345"


@pytest.mark.parametrize("settings", [{"url": "localhost"}, {"uri": "http://localhost:8000"}])
def test_mistakes_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        {{ cookiecutter.__class }}Config.model_validate(settings)
