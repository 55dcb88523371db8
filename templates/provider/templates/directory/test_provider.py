{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The specification and the configuration."""

import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml
{%- if starter.provider_data %}
{{ stack("apis.datatypes: Api", "providers.datatypes: AdapterSpec ProviderSpec remote_provider_spec") }}
{%- endif %}
from pydantic import ValidationError

from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config

FILE = Path(__file__).parent.parent / "providers.d/{{ cookiecutter.kind }}/{{ cookiecutter.api }}/{{ cookiecutter.name }}.yaml"


{% if starter.provider_data -%}
def get_provider_spec() -> ProviderSpec:
    """Return the specification that the stack makes of the file."""
    adapter = AdapterSpec.model_validate(yaml.safe_load(FILE.read_text())["adapter"])
    return remote_provider_spec(Api.{{ cookiecutter.api }}, adapter)


{% endif -%}
@pytest.fixture
def spec() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text())
{%- if cookiecutter.kind == "remote" %}
    adapter: dict[str, Any] = read["adapter"]
    return adapter
{%- else %}
    return read
{%- endif %}
{%- if cookiecutter.kind == "remote" %}


def test_spec_is_named_as_its_file(spec: dict[str, Any]) -> None:
    assert spec["adapter_type"] == FILE.stem
{%- endif %}


def test_spec_names_the_config_class(spec: dict[str, Any]) -> None:
    module, name = spec["config_class"].rsplit(".", 1)

    assert hasattr(getattr(importlib.import_module(module), name), "sample_run_config")


{% if starter.provider_data -%}
def test_spec_names_the_class_of_what_requests_bring(spec: dict[str, Any]) -> None:
    module, name = spec["provider_data_validator"].rsplit(".", 1)

    assert hasattr(importlib.import_module(module), name)


{% endif -%}
def test_spec_names_the_module_of_the_factory(spec: dict[str, Any]) -> None:
    factory = importlib.import_module(spec["module"]).{{ cookiecutter.__factory }}

    assert inspect.iscoroutinefunction(factory)
    assert list(inspect.signature(factory).parameters) == ["config", "deps"]


{% filter trim %}{% include cookiecutter.__folders.replace(' ', '/test_config.jinja ').split() %}{% endfilter %}
