{% set package = cookiecutter.__package.split(".")[0] -%}
{% set left_out = cookiecutter.api == "inference" and "arguments" in starter.folders and line.protocol_reranks -%}
"""What a stack asks of every provider, of this one: the real stack is started, and all its methods are asked."""
{% if starter.service %}
import pytest
from validate_provider.testing import fixture, provider_tests

from conftest import {{ starter.service }}


@pytest.fixture
def url(service: {{ starter.service }}) -> str:
    return service.url

{% else %}
from validate_provider.testing import provider_tests
{% endif %}
{%- if starter.service or left_out or package != cookiecutter.__package %}
Test{{ cookiecutter.__class }} = provider_tests(
    "{{ package }}",
{%- if package != cookiecutter.__package %}
    provider="{{ cookiecutter.kind }}::{{ cookiecutter.name }}",
{%- endif %}
{%- if starter.service %}
    upstream=fixture("url"),
{%- endif %}
{%- if left_out %}
    expected_failures={"rerank": "reranking is not written"},
{%- endif %}
)
{%- else %}
Test{{ cookiecutter.__class }} = provider_tests("{{ package }}")
{%- endif %}
