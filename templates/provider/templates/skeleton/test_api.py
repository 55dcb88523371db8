{% set asked = {
    "inference": '"list_models": None, "should_refresh_models": False',
    "scoring": '"list_scoring_functions": []',
}.get(cookiecutter.api) -%}
"""The provider as it was generated: it starts, and of every method it says that it is not written yet."""

import inspect
from typing import Any

import pytest

from {{ cookiecutter.__package }} import {{ cookiecutter.api }}
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config

Provider = {{ cookiecutter.api }}.{{ cookiecutter.__class }}{{ cookiecutter.__noun }}{{ cookiecutter.__suffix }}

# YOUR METHODS: as soon as one is written, add its name here and test what it does in a test of its own.
WRITTEN: set[str] = set()

{% if asked -%}
# What the stack asks while it starts, and what it gets for an answer.
ASKED_AT_START: dict[str, object] = { {{- asked -}} }
ANSWERED = {"initialize", "shutdown", "health", *ASKED_AT_START}
{%- else -%}
ANSWERED = {"initialize", "shutdown", "health"}
{%- endif %}

METHODS = {name for name, _ in inspect.getmembers(Provider, inspect.iscoroutinefunction) if name in vars(Provider)}

pytestmark = pytest.mark.anyio


@pytest.fixture
def provider() -> Provider:
    return Provider({{ cookiecutter.__class }}Config())


async def call(provider: Provider, name: str) -> Any:
    """Call a method with nothing for each argument that it needs."""
    method = getattr(provider, name)
    parameters = inspect.signature(method).parameters.values()
    return await method(*[None for parameter in parameters if parameter.default is parameter.empty])


async def test_starts_and_stops(provider: Provider) -> None:
    await provider.initialize()
{%- if asked %}
    for name in METHODS & ASKED_AT_START.keys():
        assert await call(provider, name) == ASKED_AT_START[name]
{%- endif %}
    await provider.shutdown()


async def test_health_is_not_known_yet(provider: Provider) -> None:
    assert (await provider.health())["status"] == "Not Implemented"


@pytest.mark.parametrize("name", sorted(METHODS - ANSWERED - WRITTEN))
async def test_says_that_it_is_not_written_yet(provider: Provider, name: str) -> None:
    with pytest.raises(NotImplementedError, match=name):
        await call(provider, name)
