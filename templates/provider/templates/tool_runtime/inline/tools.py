"""The tools: plain functions, each with types and a docstring.

YOUR BACKEND: write your own functions in the place of these, and name them in `TOOLS`. A model
sees a function's name, its docstring and what it takes; `Field` says more about a parameter. An
`async def` runs in the server's event loop, any other function in a thread. What is returned
goes to the model as text, all but text as JSON; what is raised goes to it as an error.
"""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field


def count_words(text: str) -> int:
    """Count the words of a text."""
    return len(text.split())


def add_days(
    day: Annotated[date, Field(description="The day to begin with: 2026-01-31")],
    days: Annotated[int, Field(description="How many days later; less than 0 for earlier")] = 1,
) -> date:
    """Find the date that is some days after another."""
    return day + timedelta(days=days)


TOOLS = (count_words, add_days)
