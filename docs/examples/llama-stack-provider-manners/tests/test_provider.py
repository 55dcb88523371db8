"""The specification: what it names is there, and is what a stack asks of every provider."""

import importlib
import inspect

from llama_stack.apis.datatypes import Api
from llama_stack.providers.datatypes import InlineProviderSpec
from validate_provider.testing import provider_tests

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


# The real stack is started, and all methods are asked.
TestManners = provider_tests("llama_stack_provider_manners")
