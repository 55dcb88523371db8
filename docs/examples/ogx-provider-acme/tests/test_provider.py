"""The specification: what it names is there, and is what a stack asks of every provider."""

import importlib
import inspect

import pytest
from ogx_api import Api, RemoteProviderSpec
from validate_provider.testing import fixture, provider_tests

from conftest import ModelService
from ogx_provider_acme.provider import get_provider_spec


def test_spec() -> None:
    spec = get_provider_spec()

    assert isinstance(spec, RemoteProviderSpec)
    assert spec.api is Api.inference
    assert spec.provider_type == "remote::acme"


def test_spec_names_the_config_class() -> None:
    module, name = get_provider_spec().config_class.rsplit(".", 1)

    assert hasattr(getattr(importlib.import_module(module), name), "sample_run_config")


def test_spec_names_the_class_of_what_requests_bring() -> None:
    spec = get_provider_spec()
    assert isinstance(spec, RemoteProviderSpec)
    assert spec.provider_data_validator is not None
    module, name = spec.provider_data_validator.rsplit(".", 1)

    assert hasattr(importlib.import_module(module), name)


def test_spec_names_the_module_of_the_factory() -> None:
    module = get_provider_spec().module
    assert module is not None

    factory = importlib.import_module(module).get_adapter_impl

    assert inspect.iscoroutinefunction(factory)
    assert list(inspect.signature(factory).parameters) == ["config", "deps"]


@pytest.fixture
def url(service: ModelService) -> str:
    return service.url


# The real stack is started, and all methods are asked.
TestAcme = provider_tests(
    "ogx_provider_acme",
    upstream=fixture("url"),
)
