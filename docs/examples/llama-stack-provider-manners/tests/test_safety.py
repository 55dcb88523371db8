"""The safety API, called as the stack calls it."""

import pytest
from llama_stack.apis.inference import OpenAIMessageParam, OpenAIUserMessageParam
from llama_stack.apis.safety import RunShieldResponse
from llama_stack.apis.shields import Shield
from llama_stack.providers.datatypes import HealthStatus

from llama_stack_provider_manners import get_provider_impl
from llama_stack_provider_manners.config import MannersConfig
from llama_stack_provider_manners.safety import MannersSafetyImpl

pytestmark = pytest.mark.anyio

CARD = "My card is 4111 1111 1111 1111."
KEY = "-----BEGIN PRIVATE KEY-----"


class Shields:
    """What the stack knows of shields."""

    def __init__(self) -> None:
        self.known: dict[str, Shield] = {}

    async def get_shield(self, identifier: str) -> Shield:
        if identifier not in self.known:
            raise ValueError(f"Shield '{identifier}' not found")
        return self.known[identifier]


@pytest.fixture
async def safety() -> MannersSafetyImpl:
    sample = MannersConfig.sample_run_config()
    safety = await get_provider_impl(MannersConfig.model_validate(sample), {})
    safety.shield_store = Shields()
    return safety


async def register(
    safety: MannersSafetyImpl,
    name: str,
    provider_name: str | None = None,
    **params: object,
) -> None:
    """Register a shield, as the stack does."""
    shield = Shield(
        identifier=name,
        provider_resource_id=provider_name or name,
        provider_id="manners",
        params=params,
    )
    await safety.register_shield(shield)
    assert isinstance(safety.shield_store, Shields)
    safety.shield_store.known[name] = shield


async def run(safety: MannersSafetyImpl, shield: str, *contents: object) -> RunShieldResponse:
    """Run a shield on messages of the user's."""
    parse = OpenAIUserMessageParam.model_validate
    messages: list[OpenAIMessageParam] = [parse({"content": content}) for content in contents]
    return await safety.run_shield(shield, messages, {})


async def test_shield(safety: MannersSafetyImpl) -> None:
    await register(safety, "all")

    violation = (await run(safety, "all", "Good day.", CARD)).violation

    assert violation is not None
    assert violation.user_message == "Card numbers must not be sent."
    assert violation.metadata == {"violation_type": "personal-data"}
    assert (await run(safety, "all", "Good day.")).violation is None


async def test_shield_of_some_rules(safety: MannersSafetyImpl) -> None:
    await register(safety, "keys", rules=["private-key"])

    assert (await run(safety, "keys", CARD)).violation is None
    assert (await run(safety, "keys", KEY)).violation is not None


async def test_text_among_other_parts(safety: MannersSafetyImpl) -> None:
    await register(safety, "all")
    image = {"type": "image_url", "image_url": {"url": "data:,"}}

    assert (await run(safety, "all", [image])).violation is None
    assert (await run(safety, "all", [image, {"type": "text", "text": KEY}])).violation is not None


@pytest.mark.parametrize("rules", [["private-keys"], []])
async def test_shield_without_rules(safety: MannersSafetyImpl, rules: list[str]) -> None:
    with pytest.raises(ValueError, match="must name rules of private-key, card-number"):
        await register(safety, "wrong", rules=rules)


async def test_shield_of_two_names(safety: MannersSafetyImpl) -> None:
    with pytest.raises(ValueError, match="provider_shield_id"):
        await register(safety, "all", "everything")


async def test_unknown_shield(safety: MannersSafetyImpl) -> None:
    with pytest.raises(ValueError, match="not found"):
        await run(safety, "none", CARD)


async def test_shield_can_be_unregistered(safety: MannersSafetyImpl) -> None:
    await safety.unregister_shield("all")

    assert await safety.health() == {"status": HealthStatus.OK}


async def test_moderation(safety: MannersSafetyImpl) -> None:
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


async def test_moderation_of_one_text(safety: MannersSafetyImpl) -> None:
    await register(safety, "keys", rules=["private-key"])

    [result] = (await safety.run_moderation(KEY, "keys")).results

    assert result.categories == {"secrets": True}
