"""What a run config may set for this provider, and what a request may."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `remote::{{ cookiecutter.name }}` in a run config."""

    # A misspelt key stops the stack at start-up. From the environment, an API key of digits
    # only reaches us as a number, and one from a file with the line break at its end.
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)

    url: HttpUrl = Field(
        default=HttpUrl("http://localhost:8000/v1"),
        description="Base URL of the service, with its version.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="API key of the service, if it wants one.",
    )
    timeout: float = Field(
        default=60.0,
        gt=0,
        description="Seconds to wait for the service: to take what is sent, and to answer.",
    )
{%- if cookiecutter.api == "safety" %}
    message: str = Field(
        default="This can't be answered, for it may do harm.",
        description="What the user is told where a shield finds something.",
    )
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
