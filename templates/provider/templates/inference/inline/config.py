"""What a run config may set for this provider."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from .model import MOST_DIMENSIONS


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `inline::{{ cookiecutter.name }}` in a run config."""

    # A misspelt key stops the stack at start-up.
    model_config = ConfigDict(extra="forbid")

    max_tokens: int = Field(
        default=512,
        ge=1,
        description="The most tokens that an answer may have.",
    )
    embedding_dimension: int = Field(
        default=256,
        ge=1,
        le=MOST_DIMENSIONS,
        description="The length of the vectors of texts, if a request does not ask for another.",
    )

    @classmethod
    def sample_run_config(cls, **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section that takes its values from the environment."""
        return {
            "max_tokens": "${env.{{ cookiecutter.__env }}_MAX_TOKENS{{ line.default }}512}",
            "embedding_dimension": "${env.{{ cookiecutter.__env }}_EMBEDDING_DIMENSION{{ line.default }}256}",
        }
