"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config


def test_defaults_need_no_configuration() -> None:
    assert {{ cookiecutter.__class }}Config().timeout == 60


def test_sample_names_only_fields_of_the_config() -> None:
    sample = {{ cookiecutter.__class }}Config.sample_run_config(__distro_dir__="/unused")

    assert sample == {"timeout": "${env.{{ cookiecutter.__env }}_TIMEOUT{{ line.default }}60}"}
    assert sample.keys() <= {{ cookiecutter.__class }}Config.model_fields.keys()


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"time_out": 60}])
def test_mistakes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        {{ cookiecutter.__class }}Config.model_validate(wrong)
