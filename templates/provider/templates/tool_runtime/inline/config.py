"""What a run config may set for this provider."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `inline::{{ cookiecutter.name }}` in a run config."""

    # A misspelt key stops the stack at start-up.
    model_config = ConfigDict(extra="forbid")

    timeout: float = Field(
        default=60.0,
        gt=0,
        description="Seconds that a tool may take; who asked gets an error then.",
    )

    @classmethod
    def sample_run_config(cls, **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section that takes its values from the environment."""
        return {"timeout": "${env.{{ cookiecutter.__env }}_TIMEOUT{{ line.default }}60}"}
