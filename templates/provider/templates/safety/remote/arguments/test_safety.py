{% from cookiecutter._pieces ~ 'imports.jinja' import moved, stack with context -%}
{% set message = line.shield_messages.message.split()[1] -%}
{% set user = message.replace('Message', 'UserMessage') -%}
"""The adapter, put to work on a service that speaks HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
{%- if line.moderations_since %}
from typing import TYPE_CHECKING
{%- endif %}

{% if line.moderations_since -%}
import llama_stack.apis.safety
{% endif -%}
import pytest
{{ stack(
    line.shield_messages.message ~ " " ~ user,
    "apis.safety: RunShieldResponse",
    "apis.safety: ModerationObject" if line.moderates and not line.moderations_since else "apis.safety: RunShieldResponse",
    "apis.shields: Shield",
    "core.request_headers: request_provider_data_context" if not line.core_moved else "apis.shields: Shield",
    "providers.datatypes: HealthStatus",
) }}

from conftest import ModerationsService
from {{ cookiecutter.__package }} import get_adapter_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.errors import FailedError, LateError, RefusedError
{%- if line.spec != "yaml" %}
from {{ cookiecutter.__package }}.provider import get_provider_spec
{%- endif %}
from {{ cookiecutter.__package }}.safety import {{ cookiecutter.__class }}SafetyAdapter
{%- if line.spec == "yaml" %}
from test_provider import get_provider_spec
{%- endif %}
{%- if line.core_moved %}
{{ moved("request_provider_data_context") }}
{%- endif %}
{%- if line.moderations_since %}

if TYPE_CHECKING:
    from llama_stack.apis.safety import ModerationObject  # type: ignore[attr-defined, unused-ignore]
{%- endif %}

pytestmark = pytest.mark.anyio

THREAT = "I'll kill the process."
{%- if line.moderations_since %}
moderates = pytest.mark.skipif(
    not hasattr(llama_stack.apis.safety, "ModerationObject"), reason="before {{ line.moderations_since }} the stack has no moderations"
)
{%- endif %}


class Shields:
    """What the stack knows of shields: all are one model of the service."""

    def __init__(self, model: str = "watchful") -> None:
        self.model = model

    async def get_shield(self, identifier: str) -> Shield:
        return Shield(
            identifier=identifier,
            provider_resource_id=self.model,
            provider_id="{{ cookiecutter.name }}",
        )


async def adapter_of(url: str, **settings: object) -> {{ cookiecutter.__class }}SafetyAdapter:
    config = {{ cookiecutter.__class }}Config.model_validate({"url": url, **settings})
    adapter = await get_adapter_impl(config, {})
    adapter.__provider_spec__ = get_provider_spec()
    adapter.shield_store = Shields()
    return adapter


@pytest.fixture
async def safety(service: ModerationsService) -> AsyncIterator[{{ cookiecutter.__class }}SafetyAdapter]:
    adapter = await adapter_of(service.url, message="No.")
    yield adapter
    await adapter.shutdown()


async def run(safety: {{ cookiecutter.__class }}SafetyAdapter, *contents: object) -> RunShieldResponse:
    """Run a shield on messages of the user's."""
    parse = {{ user }}.model_validate
    messages: list[{{ message }}] = [parse({"content": content}) for content in contents]
    return await safety.run_shield("any", messages, {})
{%- if line.moderates %}


async def moderate(
    safety: {{ cookiecutter.__class }}SafetyAdapter,
    texts: str | list[str],
) -> {% if line.moderations_since %}"ModerationObject"{% else %}ModerationObject{% endif %}:
    return await safety.run_moderation(texts, "watchful")
{%- endif %}


async def test_shield(safety: {{ cookiecutter.__class }}SafetyAdapter, service: ModerationsService) -> None:
    violation = (await run(safety, "Good day.", THREAT)).violation

    assert violation is not None
    assert (violation.user_message, violation.metadata) == ("No.", {"violation_type": "violence"})
    assert service.requests == [{"input": ["Good day.", THREAT], "model": "watchful"}]
    assert (await run(safety, "Good day.")).violation is None


async def test_texts_alone(safety: {{ cookiecutter.__class }}SafetyAdapter, service: ModerationsService) -> None:
    image = {% if message == "Message" %}{"type": "image", "image": {"url": {"uri": "data:,"}}}{% else %}{"type": "image_url", "image_url": {"url": "data:,"}}{% endif %}

    assert (await run(safety, [image])).violation is None
    assert service.requests == []
    assert (await run(safety, [image, {"type": "text", "text": THREAT}])).violation is not None


async def test_shields_come_and_go(safety: {{ cookiecutter.__class }}SafetyAdapter) -> None:
    await safety.register_shield(await safety.shield_store.get_shield("any"))
    await safety.unregister_shield("any")


async def test_unknown_model(safety: {{ cookiecutter.__class }}SafetyAdapter) -> None:
    safety.shield_store = Shields("blind")

    with pytest.raises(RefusedError, match="no model blind") as refused:
        await run(safety, "Good day.")

    assert refused.value.status_code == 400


{% if line.moderates -%}
{% if line.moderations_since %}@moderates
{% endif %}async def test_moderation(safety: {{ cookiecutter.__class }}SafetyAdapter) -> None:
    answer = await moderate(safety, [THREAT, "Good day."])

    flagged, fine = answer.results
    assert (answer.id, answer.model) == ("modr-1", "watchful-1")
    assert (flagged.flagged, flagged.user_message) == (True, "No.")
    assert flagged.categories == {"violence": True, "hate": False, "illicit": False}
    assert flagged.category_scores == {"violence": 0.9, "hate": 0.0}
    assert flagged.metadata == {"violation_type": ["violence"]}
    assert (fine.flagged, fine.user_message) == (False, None)


{% if line.moderations_since %}@moderates
{% endif %}async def test_one_text(safety: {{ cookiecutter.__class }}SafetyAdapter, service: ModerationsService) -> None:
    await moderate(safety, "Good day.")

    assert service.requests == [{"input": "Good day.", "model": "watchful"}]


{% if line.moderates == "default" %}async def test_no_model(safety: {{ cookiecutter.__class }}SafetyAdapter, service: ModerationsService) -> None:
    with pytest.raises(RefusedError, match="no model None"):
        await safety.run_moderation("Good day.", None)

    assert service.requests == [{"input": "Good day."}]


{% endif -%}
{% endif -%}
async def test_api_key(service: ModerationsService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")

    await run(adapter, THREAT)

    assert service.authorization == "Bearer secret"
    await adapter.shutdown()


async def test_callers_api_key(service: ModerationsService) -> None:
    adapter = await adapter_of(service.url, api_key="secret")

    header = {"{{ line.data_header }}": '{"{{ cookiecutter.__env.lower() }}_api_key": "own"}'}
    with request_provider_data_context(header):
        await run(adapter, THREAT)

    assert service.authorization == "Bearer own"
    await adapter.shutdown()


async def test_service_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        adapter = await adapter_of(f"http://127.0.0.1:{free.getsockname()[1]}/v1")

        # What nobody has looked at is not let through.
        with pytest.raises(FailedError, match="cannot be reached"):
            await run(adapter, "Good day.")
        assert (await adapter.health())["status"] == HealthStatus.ERROR
    await adapter.shutdown()


async def test_service_is_late() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        adapter = await adapter_of(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.2)

        with pytest.raises(LateError, match="did not answer in time"):
            await run(adapter, "Good day.")
    await adapter.shutdown()


async def test_odd_answer(safety: {{ cookiecutter.__class }}SafetyAdapter, service: ModerationsService) -> None:
    service.odd_answer = {"hello": "world"}

    with pytest.raises(FailedError, match="answered no Moderation: id"):
        await run(safety, "Good day.")


async def test_unjudged(safety: {{ cookiecutter.__class }}SafetyAdapter, service: ModerationsService) -> None:
    service.odd_answer = {"id": "modr-1", "model": "watchful-1", "results": []}

    with pytest.raises(FailedError, match="judged 0 texts of 1"):
        await run(safety, "Good day.")


async def test_service_of_another_path(service: ModerationsService) -> None:
    adapter = await adapter_of(service.url + "/other")

    assert (await adapter.health())["status"] == HealthStatus.ERROR
    await adapter.shutdown()


def test_each_loop_has_its_own_connections(service: ModerationsService) -> None:
    adapter = asyncio.run(adapter_of(service.url))

    for _ in range(2):
        assert asyncio.run(adapter.health()) == {"status": HealthStatus.OK}
