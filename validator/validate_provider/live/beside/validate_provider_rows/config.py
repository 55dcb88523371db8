"""The config of the rows, which has nothing to set."""

from pydantic import BaseModel


class Config(BaseModel):
    """Nothing."""
