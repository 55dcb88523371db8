"""What a run config may set for this provider."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `remote::{{ cookiecutter.name }}` in a run config."""

    # A misspelt key stops the stack at start-up. From the environment, an API key of digits
    # only reaches us as a number, and one from a file with the line break at its end.
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)

    url: HttpUrl = Field(
        default=HttpUrl("http://localhost:8000/v1"),
        description="Base URL of the OpenAI-compatible service, with its version.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="API key of the service, if it wants one.",
    )
    timeout: float = Field(
        default=120.0,
        gt=0,
        description="Seconds to wait for an answer, or for the next piece of a streamed one.",
    )
{%- if line.lists_models %}
    refresh_models: bool = Field(
        default=False,
        description="Ask the service for its models every few minutes, not at start-up only; "
        "while the stack renews its list, the models are gone for a moment.",
    )
    embedding_models: dict[str, int] = Field(
        default_factory=dict,
        description="The service's embedding models, each with the length of its vectors; "
        "its other models are taken for language models.",
    )
{%- if line.reranks %}
    rerank_models: list[str] = Field(
        default_factory=list,
        description="The service's models that rank texts.",
    )
{%- endif %}
{%- endif %}

    @classmethod
    def sample_run_config(cls, **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section that takes its values from the environment."""
        return {
            "url": "${env.{{ cookiecutter.__env }}_URL{{ line.default }}http://localhost:8000/v1}",
            "api_key": "${env.{{ cookiecutter.__env }}_API_KEY{{ line.default }}{{ line.no_key }}}",
        }


class {{ cookiecutter.__class }}ProviderData(BaseModel):
    """What a request may bring in its header `{{ line.data_header }}`.

    The header is one JSON object for all providers, so there may be more in it than is ours.
    """

    {{ cookiecutter.__env.lower() }}_api_key: SecretStr | None = Field(
        default=None,
        description="The caller's own API key of the service, instead of the configured one.",
    )
