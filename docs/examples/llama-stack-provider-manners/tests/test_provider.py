"""The specification and the configuration, and what a stack asks of every provider."""

import importlib
import inspect

import pytest
from llama_stack.apis.datatypes import Api
from llama_stack.providers.datatypes import InlineProviderSpec
from pydantic import ValidationError
from validate_provider.testing import provider_tests

from llama_stack_provider_manners.config import MannersConfig
from llama_stack_provider_manners.provider import get_provider_spec


def test_spec() -> None:
    spec = get_provider_spec()

    assert isinstance(spec, InlineProviderSpec)
    assert spec.api is Api.safety
    assert spec.provider_type == "inline::manners"


def test_spec_names_the_config_class() -> None:
    module, name = get_provider_spec().config_class.rsplit(".", 1)

    assert hasattr(getattr(importlib.import_module(module), name), "sample_run_config")


def test_spec_names_the_module_of_the_factory() -> None:
    module = get_provider_spec().module
    assert module is not None

    factory = importlib.import_module(module).get_provider_impl

    assert inspect.iscoroutinefunction(factory)
    assert list(inspect.signature(factory).parameters) == ["config", "deps"]


def test_sample_is_a_config() -> None:
    sample = MannersConfig.sample_run_config(__distro_dir__="/unused")

    assert list(MannersConfig.model_validate(sample).rules) == ["private-key", "card-number"]


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "is 4111-1111-1111-1111.", "4111111111111111"])
def test_card_numbers(text: str) -> None:
    sample = MannersConfig.sample_run_config(__distro_dir__="/unused")
    rule = MannersConfig.model_validate(sample).rules["card-number"]

    assert rule.is_broken_by(text)
    assert not rule.is_broken_by(text.replace("4111", "411", 1))


@pytest.mark.parametrize("wrong", [{}, {"rules": {}}, {"rule": {}}])
def test_mistakes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MannersConfig.model_validate(wrong)


@pytest.mark.parametrize("wrong", [{"patterns": []}, {"patterns": ["("]}, {"level": "warn"}])
def test_mistakes_in_a_rule_are_refused(wrong: dict[str, object]) -> None:
    rule = {"patterns": ["secret"], "category": "secrets", "message": "Keep it."}
    assert MannersConfig.model_validate({"rules": {"name": rule}})

    with pytest.raises(ValidationError):
        MannersConfig.model_validate({"rules": {"name": rule | wrong}})


# The real stack is started, and all methods are asked.
TestManners = provider_tests("llama_stack_provider_manners")
