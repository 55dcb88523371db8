"""The specification and the configuration, and what a stack asks of every provider."""

import importlib
import inspect

import pytest
from llama_stack_api import Api, InlineProviderSpec
from pydantic import ValidationError
from validate_provider.testing import provider_tests

from llama_stack_provider_shelf.config import ShelfConfig
from llama_stack_provider_shelf.provider import get_provider_spec


def test_spec() -> None:
    spec = get_provider_spec()

    assert isinstance(spec, InlineProviderSpec)
    assert spec.api is Api.vector_io
    assert spec.provider_type == "inline::shelf"


def test_spec_names_the_config_class() -> None:
    module, name = get_provider_spec().config_class.rsplit(".", 1)

    assert hasattr(getattr(importlib.import_module(module), name), "sample_run_config")


def test_spec_names_the_module_of_the_factory() -> None:
    module = get_provider_spec().module
    assert module is not None

    factory = importlib.import_module(module).get_provider_impl

    assert inspect.iscoroutinefunction(factory)
    assert list(inspect.signature(factory).parameters) == ["config", "deps"]


def test_defaults_need_no_configuration() -> None:
    assert ShelfConfig().db_path.parts[-2:] == ("shelf", "vectors.db")


def test_sample_is_kept_with_the_distribution() -> None:
    sample = ShelfConfig.sample_run_config(__distro_dir__="/distribution", more="unused")

    path = "/distribution/shelf/vectors.db"
    assert sample == {"db_path": "${env.SHELF_DB_PATH:=" + path + "}"}


def test_mistakes_are_refused() -> None:
    with pytest.raises(ValidationError):
        ShelfConfig.model_validate({"path": "/somewhere"})


# The real stack is started, and all methods are asked.
TestShelf = provider_tests("llama_stack_provider_shelf")
