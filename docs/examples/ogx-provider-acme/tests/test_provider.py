"""The specification and the configuration, and what a stack asks of every provider."""

import importlib
import inspect

import pytest
from ogx_api import Api, RemoteProviderSpec
from pydantic import ValidationError
from validate_provider.testing import fixture, provider_tests

from conftest import ModelService
from ogx_provider_acme.config import AcmeConfig
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


def test_defaults_need_no_configuration() -> None:
    config = AcmeConfig()

    assert str(config.url) == "http://localhost:8000/v1"
    assert config.api_key is None


def test_sample_names_only_fields_of_the_config() -> None:
    sample = AcmeConfig.sample_run_config(__distro_dir__="/unused")

    assert sample.keys() <= AcmeConfig.model_fields.keys()
    assert sample["url"] == "${env.ACME_URL:=http://localhost:8000/v1}"


def test_api_key_is_not_shown() -> None:
    config = AcmeConfig.model_validate({"api_key": "secret"})

    assert "secret" not in repr(config)
    assert "secret" not in config.model_dump_json()


@pytest.mark.parametrize("api_key", [1234, "1234\n"])
def test_api_key_of_the_environment(api_key: int | str) -> None:
    # From there, the stack hands one of digits on as a number.
    config = AcmeConfig.model_validate({"api_key": api_key})

    assert config.api_key is not None
    assert config.api_key.get_secret_value() == "1234"


@pytest.mark.parametrize("wrong", [{"url": "localhost"}, {"timeout": 0}, {"ulr": "http://localhost:8000/v1"}])
def test_mistakes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AcmeConfig.model_validate(wrong)


@pytest.fixture
def url(service: ModelService) -> str:
    return service.url


# The real stack is started, and all methods are asked.
TestAcme = provider_tests(
    "ogx_provider_acme",
    upstream=fixture("url"),
)
