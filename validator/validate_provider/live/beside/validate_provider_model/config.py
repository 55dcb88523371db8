"""The config of the model, which has nothing to set."""

from pydantic import BaseModel


class Config(BaseModel):
    """Nothing."""
