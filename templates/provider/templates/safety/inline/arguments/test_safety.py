{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
{% set message = line.shield_messages.message.split()[1] -%}
{% set user = message.replace('Message', 'UserMessage') -%}
"""The safety API, called as the stack calls it."""

{% if line.moderations_since -%}
import llama_stack.apis.safety
{% endif -%}
import pytest
{{ stack(
    line.shield_messages.message ~ " " ~ user,
    "apis.safety: RunShieldResponse",
    "apis.shields: Shield",
    "providers.datatypes: HealthStatus",
) }}

from {{ cookiecutter.__package }} import get_provider_impl
from {{ cookiecutter.__package }}.config import {{ cookiecutter.__class }}Config
from {{ cookiecutter.__package }}.safety import {{ cookiecutter.__class }}SafetyImpl

pytestmark = pytest.mark.anyio

CARD = "My card is 4111 1111 1111 1111."
KEY = "-----BEGIN PRIVATE KEY-----"
{%- if line.moderations_since %}
moderates = pytest.mark.skipif(
    not hasattr(llama_stack.apis.safety, "ModerationObject"), reason="before {{ line.moderations_since }} the stack has no moderations"
)
{%- endif %}


class Shields:
    """What the stack knows of shields."""

    def __init__(self) -> None:
        self.known: dict[str, Shield] = {}

    async def get_shield(self, identifier: str) -> Shield:
        if identifier not in self.known:
            raise ValueError(f"Shield '{identifier}' not found")
        return self.known[identifier]


@pytest.fixture
async def safety() -> {{ cookiecutter.__class }}SafetyImpl:
    sample = {{ cookiecutter.__class }}Config.sample_run_config()
    safety = await get_provider_impl({{ cookiecutter.__class }}Config.model_validate(sample), {})
    safety.shield_store = Shields()
    return safety


async def register(
    safety: {{ cookiecutter.__class }}SafetyImpl,
    name: str,
    provider_name: str | None = None,
    **params: object,
) -> None:
    """Register a shield, as the stack does."""
    shield = Shield(
        identifier=name,
        provider_resource_id=provider_name or name,
        provider_id="{{ cookiecutter.name }}",
        params=params,
    )
    await safety.register_shield(shield)
    assert isinstance(safety.shield_store, Shields)
    safety.shield_store.known[name] = shield


async def run(safety: {{ cookiecutter.__class }}SafetyImpl, shield: str, *contents: object) -> RunShieldResponse:
    """Run a shield on messages of the user's."""
    parse = {{ user }}.model_validate
    messages: list[{{ message }}] = [parse({"content": content}) for content in contents]
    return await safety.run_shield(shield, messages, {})


async def test_shield(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    await register(safety, "all")

    violation = (await run(safety, "all", "Good day.", CARD)).violation

    assert violation is not None
    assert violation.user_message == "Card numbers must not be sent."
    assert violation.metadata == {"violation_type": "personal-data"}
    assert (await run(safety, "all", "Good day.")).violation is None


async def test_shield_of_some_rules(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    await register(safety, "keys", rules=["private-key"])

    assert (await run(safety, "keys", CARD)).violation is None
    assert (await run(safety, "keys", KEY)).violation is not None


async def test_text_among_other_parts(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    await register(safety, "all")
    image = {% if message == "Message" %}{"type": "image", "image": {"url": {"uri": "data:,"}}}{% else %}{"type": "image_url", "image_url": {"url": "data:,"}}{% endif %}

    assert (await run(safety, "all", [image])).violation is None
    assert (await run(safety, "all", [image, {"type": "text", "text": KEY}])).violation is not None


@pytest.mark.parametrize("rules", [["private-keys"], []])
async def test_shield_without_rules(safety: {{ cookiecutter.__class }}SafetyImpl, rules: list[str]) -> None:
    with pytest.raises(ValueError, match="must name rules of private-key, card-number"):
        await register(safety, "wrong", rules=rules)


async def test_shield_of_two_names(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    with pytest.raises(ValueError, match="provider_shield_id"):
        await register(safety, "all", "everything")


async def test_unknown_shield(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    with pytest.raises(ValueError, match="not found"):
        await run(safety, "none", CARD)


async def test_shield_can_be_unregistered(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    await safety.unregister_shield("all")

    assert await safety.health() == {"status": HealthStatus.OK}
{%- if line.moderates %}


{% if line.moderations_since %}@moderates
{% endif %}async def test_moderation(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    await register(safety, "all")

    answer = await safety.run_moderation([CARD, "Good day."], "all")

    flagged, fine = answer.results
    assert answer.model == "all"
    assert (flagged.flagged, flagged.categories) == (True, {"secrets": False, "personal-data": True})
    assert flagged.category_scores == {"secrets": 0.0, "personal-data": 1.0}
    assert (flagged.user_message, flagged.metadata) == (
        "Card numbers must not be sent.",
        {"violation_type": ["personal-data"]},
    )
    assert (fine.flagged, fine.user_message) == (False, None)


{% if line.moderations_since %}@moderates
{% endif %}async def test_moderation_of_one_text(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    await register(safety, "keys", rules=["private-key"])

    [result] = (await safety.run_moderation(KEY, "keys")).results

    assert result.categories == {"secrets": True}
{%- if line.moderates == "default" %}


async def test_moderation_without_a_model(safety: {{ cookiecutter.__class }}SafetyImpl) -> None:
    with pytest.raises(ValueError, match="must name a shield"):
        await safety.run_moderation(KEY)
{%- endif %}
{%- endif %}
