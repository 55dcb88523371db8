"""What a run config may set for this provider."""

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Rule(BaseModel):
    """What a text must not hold, and what to say of one that does."""

    model_config = ConfigDict(extra="forbid")

    # A pattern that is no regular expression stops the stack at start-up.
    patterns: list[re.Pattern[str]] = Field(
        min_length=1,
        description="Regular expressions: a text in which one of them is found breaks the rule.",
    )
    category: str = Field(description="What such a text is reported as; several rules may share it.")
    message: str = Field(description="What the user is told.")

    def is_broken_by(self, text: str) -> bool:
        """Return whether a text holds what the rule forbids."""
        return any(pattern.search(text) for pattern in self.patterns)


class MannersConfig(BaseModel):
    """The `config` section of `inline::manners` in a run config."""

    # A misspelt key stops the stack at start-up.
    model_config = ConfigDict(extra="forbid")

    # No default: a shield without rules would let everything pass.
    rules: dict[str, Rule] = Field(
        min_length=1,
        description="All rules by their names; a shield has all of them, or those that its params name.",
    )

    @classmethod
    def sample_run_config(cls, **kwargs: Any) -> dict[str, Any]:
        """Return a `config` section with two rules to begin with."""
        return {
            "rules": {
                "private-key": {
                    "patterns": ["-----BEGIN [A-Z ]*PRIVATE KEY-----"],
                    "category": "secrets",
                    "message": "Private keys must not be sent.",
                },
                "card-number": {
                    "patterns": [r"\b\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}\b"],
                    "category": "personal-data",
                    "message": "Card numbers must not be sent.",
                },
            },
        }
