"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config


def test_sample_is_accepted() -> None:
    sample = {{ cookiecutter.__class }}Config.sample_run_config(__distro_dir__="unused")

    assert {{ cookiecutter.__class }}Config.model_validate(sample)


def test_mistakes_are_refused() -> None:
    with pytest.raises(ValidationError):
        {{ cookiecutter.__class }}Config.model_validate({"nothing": "here"})
