"""What a run config may set for this provider."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `inline::{{ cookiecutter.name }}` in a run config: nothing yet."""

    # A misspelt key stops the stack at start-up.
    model_config = ConfigDict(extra="forbid")

    @classmethod
    def sample_run_config(cls, **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section as a run config is to have it."""
        return {}
