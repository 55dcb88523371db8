"""What the service answers about texts, as far as the stack can pass it on."""

from pydantic import BaseModel


class Result(BaseModel):
    """What the service finds in one text."""

    flagged: bool
    # Of a category that a service does not judge here, it says null.
    categories: dict[str, bool | None] | None = None
    category_scores: dict[str, float | None] | None = None
    category_applied_input_types: dict[str, list[str]] | None = None

    @property
    def found(self) -> list[str]:
        """The categories that the text falls into."""
        return [category for category, flagged in (self.categories or {}).items() if flagged]


class Moderation(BaseModel):
    """What the service finds in texts."""

    id: str
    model: str
    results: list[Result]
