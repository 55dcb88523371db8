"""What a run config may set for this provider."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `remote::{{ cookiecutter.name }}` in a run config."""

    # A misspelt key stops the stack at start-up. From the environment, an API key of digits
    # only reaches us as a number, and one from a file with the line break at its end.
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)

    url: HttpUrl = Field(
        default=HttpUrl("http://localhost:8000"),
        description="Base URL of the service.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="API key of the service, if it wants one.",
    )

    @classmethod
    def sample_run_config(cls, **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section that takes its values from the environment."""
        return {
            "url": "${env.{{ cookiecutter.__env }}_URL{{ line.default }}http://localhost:8000}",
            "api_key": "${env.{{ cookiecutter.__env }}_API_KEY{{ line.default }}{{ line.no_key }}}",
        }
