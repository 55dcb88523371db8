{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set package = cookiecutter.__package.split(".")[0] -%}
{% set no_reranking = cookiecutter.api == "inference" and line.protocol_reranks and not line.reranks -%}
{% set left_out = {"rerank": "reranking is not written"} if no_reranking else starter.leaves_out -%}
"""The specification and the configuration{% if cookiecutter.__conforms %}, and what a stack asks of every provider{% endif %}."""

import importlib
import inspect

import pytest
{% set spec = "Inline" if cookiecutter.kind == "inline" else "Remote" -%}
{{ stack("apis.datatypes: Api", "providers.datatypes: " ~ spec ~ "ProviderSpec") }}
from pydantic import ValidationError
{%- if cookiecutter.__conforms %}
from validate_provider.testing import {% if starter.service %}fixture, {% endif %}provider_tests
{%- endif %}

{% if cookiecutter.__conforms and starter.service -%}
from conftest import {{ starter.service }}
{% endif -%}
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.provider import get_provider_spec


def test_spec() -> None:
    spec = get_provider_spec()

    assert isinstance(spec, {{ spec }}ProviderSpec)
    assert spec.api is Api.{{ cookiecutter.api }}
    assert spec.provider_type == "{{ cookiecutter.kind }}::{{ cookiecutter.name }}"


def test_spec_names_the_config_class() -> None:
    module, name = get_provider_spec().config_class.rsplit(".", 1)

    assert hasattr(getattr(importlib.import_module(module), name), "sample_run_config")
{%- if starter.provider_data %}


def test_spec_names_the_class_of_what_requests_bring() -> None:
    spec = get_provider_spec()
    assert isinstance(spec, {{ spec }}ProviderSpec)
    assert spec.provider_data_validator is not None
    module, name = spec.provider_data_validator.rsplit(".", 1)

    assert hasattr(importlib.import_module(module), name)
{%- endif %}


def test_spec_names_the_module_of_the_factory() -> None:
    module = get_provider_spec().module
    assert module is not None

    factory = importlib.import_module(module).{{ cookiecutter.__factory }}

    assert inspect.iscoroutinefunction(factory)
    assert list(inspect.signature(factory).parameters) == ["config", "deps"]


{% filter trim %}{% include cookiecutter.__folders.replace(' ', '/test_config.jinja ').split() %}{% endfilter %}
{%- if cookiecutter.__conforms %}
{%- if starter.service %}


@pytest.fixture
def url(service: {{ starter.service }}) -> str:
    return service.url
{%- endif %}


# The real stack is started, and all methods are asked.
{%- if starter.service or left_out or package != cookiecutter.__package %}
Test{{ cookiecutter.__class }} = provider_tests(
    "{{ package }}",
{%- if package != cookiecutter.__package %}
    provider="{{ cookiecutter.kind }}::{{ cookiecutter.name }}",
{%- endif %}
{%- if starter.service %}
    upstream=fixture("url"),
{%- endif %}
{%- if starter.model %}
    model="{{ starter.model }}",
{%- endif %}
{%- if left_out %}
    expected_failures={
{%- for method, why in left_out.items() %}
        "{{ method }}": "{{ why }}",
{%- endfor %}
    },
{%- endif %}
)
{%- else %}
Test{{ cookiecutter.__class }} = provider_tests("{{ package }}")
{%- endif %}
{%- endif %}
