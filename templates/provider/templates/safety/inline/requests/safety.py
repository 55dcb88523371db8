{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""The implementation of the safety API: texts, held against the rules of the config."""

{{ stack(
    "apis.safety: ModerationObject RunModerationRequest RunShieldRequest RunShieldResponse",
    "apis.safety: Safety SafetyViolation ShieldStore ViolationLevel",
    "apis.shields: GetShieldRequest Shield",
    "providers.datatypes: HealthResponse HealthStatus ShieldsProtocolPrivate",
) }}

from .answers import moderation
from .config import {{ [cookiecutter.__class ~ 'Config', 'Rule'] | sort | join(', ') }}
from .texts import texts_of


class {{ cookiecutter.__class }}SafetyImpl(Safety, ShieldsProtocolPrivate):
    """Shields that look for patterns in texts."""

    # The stack sets it at start-up; it knows the shields of all providers.
    shield_store: ShieldStore

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config

    async def initialize(self) -> None:
        """Open nothing: the rules are all there is."""

    async def shutdown(self) -> None:
        """Close nothing, as nothing was opened."""

    async def health(self) -> HealthResponse:
        """Say that the rules are at hand: those that can't be used stop the stack at start-up."""
        return HealthResponse(status=HealthStatus.OK)

    async def register_shield(self, shield: Shield) -> None:
        """Take a shield, from the run config or from a request.

        Raises:
            ValueError: Its params name rules that there are not, or it has another name here than there.
        """
        self._rules(shield)
        # To run a shield the stack names it by its own id, but to moderate by the provider's.
        if shield.provider_resource_id != shield.identifier:
            raise ValueError(f"provider_shield_id must be left out, or '{shield.identifier}' as shield_id is")

    async def unregister_shield(self, identifier: str) -> None:
        """Forget nothing: the stack alone keeps the shields."""

    async def run_shield(self, request: RunShieldRequest) -> RunShieldResponse:
        """Report the first rule of a shield that the messages break."""
        rules = await self._rules_of(request.shield_id)
        for text in texts_of(request.messages):
            for rule in _broken(rules, text):
                return _violation(rule)
        return RunShieldResponse(violation=None)

    async def run_moderation(self, request: RunModerationRequest) -> ModerationObject:
        """Report, text by text, the categories of the rules that are broken; the model is a shield."""
        if request.model is None:
            raise ValueError("a moderation must name a shield as its model")
        rules = await self._rules_of(request.model)
        texts = [request.input] if isinstance(request.input, str) else request.input
        return moderation(request.model, rules, [_broken(rules, text) for text in texts])

    async def _rules_of(self, shield_id: str) -> list[Rule]:
        return self._rules(await self.shield_store.get_shield(GetShieldRequest(identifier=shield_id)))

    def _rules(self, shield: Shield) -> list[Rule]:
        names = (shield.params or {}).get("rules", list(self.config.rules))
        unknown = [name for name in names if name not in self.config.rules]
        if unknown or not names:
            known = ", ".join(self.config.rules)
            raise ValueError(f"shield '{shield.identifier}' must name rules of {known}; not {unknown or 'none'}")
        return [self.config.rules[name] for name in names]


def _broken(rules: list[Rule], text: str) -> list[Rule]:
    """Return the rules that a text breaks.

    YOUR BACKEND: nothing else looks at a text. If you ask a service here, make it a coroutine.
    """
    return [rule for rule in rules if rule.is_broken_by(text)]


def _violation(rule: Rule) -> RunShieldResponse:
    violation = SafetyViolation(
        violation_level=ViolationLevel.ERROR,
        user_message=rule.message,
        metadata={"violation_type": rule.category},
    )
    return RunShieldResponse(violation=violation)
