"""What a stack asks of every provider, of this one: the real stack is started, and all its methods are asked."""

import pytest
from validate_provider.testing import fixture, provider_tests

from conftest import ModelService


@pytest.fixture
def url(service: ModelService) -> str:
    return service.url


TestAcme = provider_tests(
    "ogx_provider_acme",
    upstream=fixture("url"),
)
