{% from cookiecutter._pieces ~ 'imports.jinja' import moved, stack with context -%}
{% set message = line.shield_messages.message.split()[1] -%}
"""The adapter: answers the stack's requests for safety through the service."""

from typing import {% if line.moderations_since %}TYPE_CHECKING, {% endif %}Any

{{ stack(
    line.shield_messages.message,
    "apis.safety: RunShieldResponse Safety SafetyViolation ShieldStore ViolationLevel",
    "apis.safety: ModerationObject" if line.moderates and not line.moderations_since else "apis.safety: Safety",
    "apis.shields: Shield",
    "core.request_headers: NeedsRequestProviderData" if not line.core_moved else "apis.safety: Safety",
    "providers.datatypes: HealthResponse HealthStatus ProviderSpec ShieldsProtocolPrivate",
) }}
from pydantic import SecretStr

{% if line.moderates and not line.moderations_since -%}
from . import to_stack
{% endif -%}
from .answers import Moderation
from .config import {{ cookiecutter.__class }}Config
from .errors import FailedError, RefusedError, ServiceError
from .service import Service
from .texts import texts_of
{%- if line.core_moved %}
{{ moved("NeedsRequestProviderData") }}
{%- endif %}
{%- if line.moderations_since %}

if TYPE_CHECKING:
    from llama_stack.apis.safety import ModerationObject  # type: ignore[attr-defined, unused-ignore]
{%- endif %}


class {{ cookiecutter.__class }}SafetyAdapter(NeedsRequestProviderData, Safety, ShieldsProtocolPrivate):{% if line.core_moved %}  # type: ignore[misc, unused-ignore]{% endif %}
    """Shields that are models of a service which speaks OpenAI's moderations API."""

    # The stack sets it at start-up; it knows the shields of all providers.
    shield_store: ShieldStore
    # The stack sets it, for what a request brings in its header.
    __provider_spec__: ProviderSpec

    def __init__(self, config: {{ cookiecutter.__class }}Config) -> None:
        self.config = config
        self._service = Service(config, self._callers_key)

    def _callers_key(self) -> SecretStr | None:
        """Return the API key that the request at hand brings in its header, if it brings one."""
        brought = self.get_request_provider_data()
        return brought.{{ cookiecutter.__env.lower() }}_api_key if brought else None

    async def initialize(self) -> None:
        """Open nothing yet: the service may come up later than the stack."""

    async def shutdown(self) -> None:
        """Close the connections to the service."""
        await self._service.close()

    async def health(self) -> HealthResponse:
        """Say whether the service answers."""
        try:
            await self._moderate({"input": "Hello."})
        except ServiceError as error:
            # It is there, too, if all it says is that it must be named a model.
            if not (isinstance(error, RefusedError) and error.status_code in (400, 422)):
                return HealthResponse(status=HealthStatus.ERROR, message=str(error))
        return HealthResponse(status=HealthStatus.OK)

    async def register_shield(self, shield: Shield) -> None:
        """Take any shield: its provider_shield_id is a model, and whether there is one the service says when asked."""

    async def unregister_shield(self, identifier: str) -> None:
        """Forget nothing: the stack alone keeps the shields."""

    async def run_shield(
        self,
        shield_id: str,
        messages: list[{{ message }}],
        params: dict[str, Any] | None = None,
    ) -> RunShieldResponse:
        """Report the first text of the messages in which the service finds something."""
        shield = await self.shield_store.get_shield(shield_id)
        texts = list(texts_of(messages))
        if not texts:
            return RunShieldResponse(violation=None)
        answer = await self._moderate({"input": texts, "model": shield.provider_resource_id})
        return RunShieldResponse(violation=self._violation(answer))
{% if line.moderates %}
    async def run_moderation(
        self,
        input: str | list[str],
        model: str{% if line.moderates == "default" %} | None = None{% endif %},
    ) -> {% if line.moderations_since %}"ModerationObject"{% else %}ModerationObject{% endif %}:
        """Report what the service finds in texts."""
{%- if line.moderations_since %}
        # Here and not at the top: before {{ line.moderations_since }} the stack has no moderations, and asks for none.
        from . import to_stack
{% endif %}
{%- if line.moderates == "default" %}
        named = {} if model is None else {"model": model}
        answer = await self._moderate({"input": input, **named})
{%- else %}
        answer = await self._moderate({"input": input, "model": model})
{%- endif %}
        return to_stack.moderation(answer, self.config.message)
{% endif %}
    def _violation(self, answer: Moderation) -> SafetyViolation | None:
        for result in answer.results:
            if result.flagged:
                return SafetyViolation(
                    violation_level=ViolationLevel.ERROR,
                    user_message=self.config.message,
                    metadata={"violation_type": ", ".join(result.found)},
                )
        return None

    async def _moderate(self, body: dict[str, Any]) -> Moderation:
        """Ask the service.

        YOUR BACKEND: nothing else does. Change it where your service differs from OpenAI's.
        """
        answer = await self._service.ask("POST", "moderations", Moderation, json=body)
        asked = 1 if isinstance(body["input"], str) else len(body["input"])
        if len(answer.results) != asked:
            raise FailedError(f"The service has judged {len(answer.results)} texts of {asked}")
        return answer
