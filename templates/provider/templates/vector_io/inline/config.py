"""What a run config may set for this provider."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class {{ cookiecutter.__class }}Config(BaseModel):
    """The `config` section of `inline::{{ cookiecutter.name }}` in a run config."""

    # A misspelt key stops the stack at start-up.
    model_config = ConfigDict(extra="forbid")

    db_path: Path = Field(
        default=Path("{{ line.home_folder }}/{{ cookiecutter.name }}/vectors.db"),
        description="SQLite database of all vector stores; it is made, with its folder, if it is not there.",
    )

    @classmethod
    def sample_run_config(cls, __distro_dir__: str = "{{ line.home_folder }}", **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section that takes its values from the environment.

        Args:
            __distro_dir__: The folder in which the distribution keeps its data.
            kwargs: What else the stack may tell.
        """
        path = f"{__distro_dir__}/{{ cookiecutter.name }}/vectors.db"
        return {"db_path": "${env.{{ cookiecutter.__env }}_DB_PATH{{ line.default }}" + path + "}"}
