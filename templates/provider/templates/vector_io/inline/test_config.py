"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config


def test_defaults_need_no_configuration() -> None:
    assert {{ cookiecutter.__class }}Config().db_path.parts[-2:] == ("{{ cookiecutter.name }}", "vectors.db")


def test_sample_is_kept_with_the_distribution() -> None:
    sample = {{ cookiecutter.__class }}Config.sample_run_config(__distro_dir__="/distribution", more="unused")

    path = "/distribution/{{ cookiecutter.name }}/vectors.db"
    assert sample == {"db_path": "${env.{{ cookiecutter.__env }}_DB_PATH{{ line.default }}" + path + "}"}


def test_mistakes_are_refused() -> None:
    with pytest.raises(ValidationError):
        {{ cookiecutter.__class }}Config.model_validate({"path": "/somewhere"})
