{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The specification: what it names is there."""

import importlib
import inspect

{% set spec = "Inline" if cookiecutter.kind == "inline" else "Remote" -%}
{{ stack("apis.datatypes: Api", "providers.datatypes: " ~ spec ~ "ProviderSpec") }}

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
