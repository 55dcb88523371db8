"""What a run config may set for this provider{{ ", and a request for itself" if starter.provider_data }}."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `remote::{{ cookiecutter.name }}` in a run config."""

    # A misspelt key stops the stack at start-up. From the environment, an API key of digits
    # only reaches us as a number, and one from a file with the line break at its end.
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)

    url: HttpUrl = Field(
        default=HttpUrl("http://localhost:8000/mcp"),
        description="URL of the MCP server, which speaks streamable HTTP.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="Token for the MCP server, if it wants one; a caller's own goes before it.",
    )
    timeout: float = Field(
        default=60.0,
        gt=0,
        description="Seconds to wait for the tools' list, or for a tool.",
    )

    @classmethod
    def sample_run_config(cls, **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section that takes its values from the environment."""
        return {
            "url": "${env.{{ cookiecutter.__env }}_URL{{ line.default }}http://localhost:8000/mcp}",
            "api_key": "${env.{{ cookiecutter.__env }}_API_KEY{{ line.default }}{{ line.no_key }}}",
        }
{%- if starter.provider_data %}


class {{ cookiecutter.__class }}ProviderData(BaseModel):
    """What a request may say for itself, in the header `X-LlamaStack-Provider-Data`.

    The header holds the data of all providers, so what is not ours is left to them.
    """

    {{ cookiecutter.__env | lower }}_api_key: SecretStr | None = Field(
        default=None,
        description="The caller's own token for the MCP server.",
    )
{%- endif %}
